"""Change the account an establishment is refunded to; asks for a second factor, and the bank says
whose it is.
"""

from __future__ import annotations

from guichet.catalogue.account import _bank_accounts
from guichet.catalogue.parties import establishment_field
from guichet.catalogue.registry._establishments import know_establishment
from guichet.domain.verification.banks import BankCheck
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input
from guichet.engine.service import Example, Output, Power, Service
from guichet.lib.text import Words


class ChangeEstablishmentBankAccount(Service):
    """From today on; what was before stays on record."""

    code = 2202
    title = Words(
        ar="تغيير الحساب البنكي للمنشأة",
        en="Change an establishment’s bank account",
        fr="Changer le compte bancaire d’un établissement",
    )
    also = Words(
        ar="آيبان ايبان بنك حساب شركة",
        en="IBAN bank account company",
        fr="IBAN RIB banque compte",
    )
    summary = Words(
        ar="غيّر الحساب الذي تُرد إليه المبالغ الزائدة. نسأل البنك عن صاحب الحساب، ونطلب وسيلة تحقق ثانية.",
        en="Change the account that amounts paid in excess go back to. We ask the bank whose it is, and you for a second factor.",
        fr="Changez le compte où les trop-perçus sont reversés. Nous demandons à la banque à qui il est, et à vous un second facteur.",
    )
    audience = frozenset({Segment.EMPLOYER})
    right = "bank"
    assurance = Assurance.SECOND_FACTOR
    power = Power.MONEY
    icon = "bank"
    business_key = ("establishment",)
    checks = (BankCheck(field="iban"),)

    class Input(Input):
        """Whose account, and which."""

        establishment = establishment_field()
        iban = _bank_accounts.iban_field()

    class Output(Output):
        """What was before."""

        previous = _bank_accounts.before_field()

    @staticmethod
    def decide(batch: Batch) -> None:
        """The account must be held by the business or by its owner."""
        know_establishment(batch, "owner_number", "cr_number")
        _bank_accounts.decide(batch, PartyKind.ESTABLISHMENT, ["cr_number", "owner_number"])

    @staticmethod
    def apply(batch: Batch) -> None:
        """End one account, begin another."""
        _bank_accounts.apply(batch, PartyKind.ESTABLISHMENT)

    examples = (
        Example(
            "the business's account",
            {"establishment": "{establishment}", "iban": "{business_iban}"},
        ),
        Example(
            "its owner's account", {"establishment": "{establishment}", "iban": "{owner_iban}"}
        ),
        Example(
            "a worker's account",
            {
                "establishment": "{establishment}",
                "iban": "{worker_iban}",
            },
            then="bank-account-not-own",
        ),
        Example(
            "somebody else's establishment",
            {
                "establishment": "{foreign_establishment}",
                "iban": "{foreign_iban}",
            },
            then="not-covered-by-mandate",
        ),
    )

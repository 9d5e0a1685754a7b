"""Change the account a person's benefits are paid to; asks for a second factor, and the bank says
whose it is.
"""

from __future__ import annotations

from guichet.catalogue.account import _bank_accounts
from guichet.catalogue.parties import own_number_field
from guichet.domain.verification.banks import BankCheck
from guichet.engine.actor import Assurance, PartyKind, Segment
from guichet.engine.batch import Batch
from guichet.engine.fields import Input
from guichet.engine.service import Example, Output, Power, Service
from guichet.lib import samples
from guichet.lib.text import Words


class ChangeBankAccount(Service):
    """From today on; what was before stays on record."""

    code = 3201
    title = Words(
        ar="تغيير حسابي البنكي", en="Change my bank account", fr="Changer mon compte bancaire"
    )
    also = Words(
        ar="آيبان ايبان بنك راتب معاش تقاعد",
        en="IBAN bank account pension retirement",
        fr="IBAN RIB banque pension retraite",
    )
    summary = Words(
        ar="غيّر الحساب الذي تُصرف إليه مستحقاتك. نسأل البنك عن صاحب الحساب، ونطلب وسيلة تحقق ثانية.",
        en="Change the account your benefits are paid to. We ask the bank whose it is, and you for a second factor.",
        fr="Changez le compte où vos prestations sont versées. Nous demandons à la banque à qui il est, et à vous un second facteur.",
    )
    audience = frozenset({Segment.CONTRIBUTOR, Segment.BENEFICIARY})
    right = "bank"
    party_kind = PartyKind.PERSON
    party = "person"
    subject = "person"
    assurance = Assurance.SECOND_FACTOR
    power = Power.MONEY
    icon = "bank"
    business_key = ("person",)
    checks = (BankCheck(field="iban"),)

    class Input(Input):
        """Whose account, and which."""

        person = own_number_field()
        iban = _bank_accounts.iban_field()

    class Output(Output):
        """What was before."""

        previous = _bank_accounts.before_field()

    @staticmethod
    def decide(batch: Batch) -> None:
        """The account must be the person's own."""
        _bank_accounts.decide(batch, PartyKind.PERSON, ["person"])

    @staticmethod
    def apply(batch: Batch) -> None:
        """End one account, begin another."""
        _bank_accounts.apply(batch, PartyKind.PERSON)

    examples = (
        Example("my own account", {"person": "{worker}", "iban": "{worker_iban}"}),
        Example(
            "the same account twice has one effect",
            {
                "person": "{worker}",
                "iban": "{worker_iban}",
            },
            before=(
                ("account.change_bank_account", {"person": "{worker}", "iban": "{worker_iban}"}),
            ),
        ),
        Example(
            "somebody else's account",
            {
                "person": "{worker}",
                "iban": "{foreign_iban}",
            },
            then="bank-account-not-own",
        ),
        Example(
            "an account of mine that is closed",
            {
                "person": "{worker}",
                "iban": "{worker_closed_iban}",
            },
            then="bank-account-closed",
        ),
        Example(
            "an account the bank does not know",
            {
                "person": "{worker}",
                "iban": samples.account(samples.NOBODYS),
            },
            then="bank-account-unknown",
        ),
        Example(
            "check digits that are wrong",
            {
                "person": "{worker}",
                "iban": samples.account_slip(samples.NOBODYS),
            },
            then="iban-invalid",
        ),
        Example(
            "for somebody else",
            {
                "person": "{new_citizen}",
                "iban": "{worker_iban}",
            },
            then="not-covered-by-mandate",
        ),
    )

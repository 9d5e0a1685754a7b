"""What may be handed on, in words: the same before signing, on the receipt and on the page of who
may act.

Each is offered only where some service asks for it. Money that goes elsewhere is a right of its
own, given by name alone.
"""

from __future__ import annotations

from guichet.engine.actor import PartyKind
from guichet.lib.text import Words

DELEGATES = {
    "register": Words(
        ar="تسجيل العمال وإنهاء خدمتهم",
        en="Register and end workers",
        fr="Entrées et sorties de travailleurs",
    ),
    "wages": Words(ar="تعديل الأجور", en="Change wages", fr="Modifier les salaires"),
    "pay": Words(ar="السداد", en="Pay", fr="Payer"),
    "bank": Words(
        ar="تغيير الحساب البنكي واسترداد الأموال",
        en="Change the bank account and take money out",
        fr="Changer le compte bancaire et retirer de l’argent",
    ),
    "certificates": Words(ar="الشهادات", en="Certificates", fr="Attestations"),
    "view": Words(ar="الاطلاع", en="View", fr="Consulter"),
    "clients": Words(
        ar="العمل عن عملاء المكتب",
        en="Act for the bureau’s clients",
        fr="Agir pour les clients du cabinet",
    ),
}
AGENTS = {
    "view": Words(
        ar="الاطلاع على مددك ومدفوعاتك",
        en="See your periods and payments",
        fr="Voir vos périodes et vos paiements",
    ),
    "certificates": Words(
        ar="طلب شهاداتك", en="Ask for your certificates", fr="Demander vos attestations"
    ),
    "self": Words(
        ar="كل شؤونك ما عدا المال والحساب البنكي",
        en="All your matters but money and bank account",
        fr="Toutes vos démarches, sauf argent et compte bancaire",
    ),
    "bank": Words(
        ar="تغيير حسابك البنكي الذي تُصرف إليه مستحقاتك",
        en="Change the bank account your benefits are paid to",
        fr="Changer le compte où vos prestations sont versées",
    ),
}
# Given before, asked for by no service now: still named where somebody holds it.
FORMER = {"injuries": Words(ar="إصابات العمل", en="Work injuries", fr="Accidents du travail")}
_OWNER = Words(ar="كل شيء", en="Everything", fr="Tout")


def words_of(codes: str, kind: PartyKind) -> list[Words]:
    """The rights of a list of codes with commas between, in words; one that has none is named by
    its code.
    """
    known = (AGENTS if kind is PartyKind.PERSON else DELEGATES) | FORMER | {"owner": _OWNER}
    return [known.get(code) or Words(ar=code, en=code, fr=code) for code in codes.split(",")]

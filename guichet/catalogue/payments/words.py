"""Words and fields that services about payments share."""

from __future__ import annotations

import polars as pl

from guichet.engine.fields import EstablishmentNumber
from guichet.lib.text import Words

CHANNELS = {
    "atm": Words(ar="صراف آلي", en="ATM", fr="Distributeur"),
    "branch": Words(ar="فرع بنك", en="Bank branch", fr="Agence bancaire"),
    "internet": Words(ar="الإنترنت", en="Internet", fr="Internet"),
    "telephone": Words(ar="الهاتف", en="Telephone", fr="Téléphone"),
    "mobile": Words(ar="تطبيق البنك", en="Bank application", fr="Application bancaire"),
    "transfer": Words(ar="حوالة", en="Transfer", fr="Virement"),
    "kiosk": Words(ar="جهاز الخدمة الذاتية", en="Kiosk", fr="Borne"),
}
STATES = {
    "taken": Words(ar="مقبولة", en="Taken", fr="Encaissé"),
    "reversed": Words(ar="ملغاة", en="Taken back", fr="Annulé"),
}
REFERENCE = Words(ar="رقم السداد", en="Payment reference", fr="Référence de paiement")


def establishment() -> EstablishmentNumber:
    """Whose account."""
    return EstablishmentNumber(
        Words(ar="رقم المنشأة", en="Establishment number", fr="Numéro de l’établissement"),
        hint=Words(ar="9 أرقام.", en="9 digits.", fr="9 chiffres."),
        sample="500000001",
    )


def riyals(column: str) -> pl.Expr:
    """An amount in halalas as a sentence shows it."""
    halalas = pl.col(column)
    return pl.concat_str(
        (halalas // 100).cast(pl.String), pl.lit("."), (halalas % 100).cast(pl.String).str.zfill(2)
    )

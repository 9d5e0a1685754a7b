"""The fields by which services name whom they are about: one label everywhere, so that one column
of a file serves several.
"""

from __future__ import annotations

from guichet.engine.fields import EstablishmentNumber, NationalId
from guichet.lib import samples
from guichet.lib.text import Words

_ESTABLISHMENT = Words(ar="رقم المنشأة", en="Establishment number", fr="Numéro de l’établissement")
_PERSON = Words(
    ar="رقم الهوية أو الإقامة",
    en="National ID or residence number",
    fr="Numéro d’identité ou de séjour",
)
_NINE_DIGITS = Words(ar="9 أرقام.", en="9 digits.", fr="9 chiffres.")
_OWN = Words(ar="رقمك أنت.", en="Your own number.", fr="Votre propre numéro.")


def establishment_field(*, hinted: bool = False) -> EstablishmentNumber:
    """Which establishment; ``hinted`` where it is asked first, of people who may not know how its
    number looks.
    """
    hint = _NINE_DIGITS if hinted else None
    return EstablishmentNumber(_ESTABLISHMENT, hint=hint, sample="500000001")


def person_field(hint: Words | None = None) -> NationalId:
    """Which person: a worker of the establishment, or whose matter it is."""
    return NationalId(_PERSON, hint=hint, sample=samples.person())


def own_number_field() -> NationalId:
    """The number of the person who asks."""
    return person_field(_OWN)

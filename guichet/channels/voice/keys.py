"""What may be pressed to answer, and the text that those keys stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guichet.engine.fields import Field
from guichet.lib.locale import here

_PART = rf"([*][0-9]{{0,{here().currency.scale}}})?"


@dataclass(frozen=True, slots=True)
class Keys:
    """What may be pressed at a turn.

    ``single`` keys stand alone. ``exact`` digits end by themselves, fewer with ``#``; at most
    ``most`` digits end with ``#``; with ``point`` a star parts the minor units. With ``code`` so
    many digits follow a ``#``.
    """

    single: str = ""
    exact: int = 0
    most: int = 0
    point: bool = False
    code: int = 0


def accepts(keys: Keys, pressed: str) -> bool:
    """Whether this may be pressed, whatever a gateway let through."""
    forms = [f"[{re.escape(keys.single)}]"] if keys.single else []
    if keys.exact:
        forms += [f"[0-9]{{{keys.exact}}}", f"[0-9]{{1,{keys.exact - 1}}}#"]
    if keys.most:
        forms.append(f"[0-9]{{1,{keys.most}}}{_PART if keys.point else ''}#?")
    if keys.code:
        forms.append(f"#[0-9]{{{keys.code}}}")
    return re.fullmatch("|".join(forms), pressed, re.ASCII) is not None


def keys_of(field: Field) -> Keys:
    """What may be pressed to answer a field; ``#`` alone is for the usual or nothing, ``*`` alone
    goes back.

    Raises:
        ValueError: the field cannot be entered on a keypad.
    """
    if field.options:
        return Keys(single="123456789#*")
    keyed = field.keying
    if keyed is None:
        raise ValueError(f"{field.kind} cannot be entered on a keypad")
    return Keys(single="#*", exact=keyed.exact, most=keyed.most, point=keyed.point)


def text_of(field: Field, pressed: str) -> str:
    """What was pressed as the text a client would write elsewhere; a key that is no option stays
    that key.
    """
    typed = pressed.removesuffix("#")
    if field.options:
        options = list(field.options)
        return options[int(typed) - 1] if 1 <= int(typed) <= len(options) else typed
    return field.keying.text(typed) if field.keying else typed

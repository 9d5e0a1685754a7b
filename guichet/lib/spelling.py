"""Numbers in words, and things counted in words: ``12500`` riyals as a voice says them in Arabic,
English and French.

English says *and* after hundreds, as in Britain; French is that of France. Arabic is in
:mod:`.spelling_ar`.
"""

from __future__ import annotations

from guichet.lib import spelling_ar
from guichet.lib.locale import Noun, here

MOST = 10**15 - 1

_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_EN_GROUPS = ("", "thousand", "million", "billion", "trillion")
_FR = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf"
).split()
_FR_TENS = "vingt trente quarante cinquante soixante".split()
_FR_GROUPS = ("", "mille", "million", "milliard", "billion")


def spell(number: int, language: str) -> str:
    """A whole number in words; Arabic as one counts without naming a thing.

    Raises:
        ValueError: the number is too large to be said.
    """
    if abs(number) > MOST:
        raise ValueError(f"{number} is too large to be said")
    if language[:2] == "ar":
        return spelling_ar.spell(number)
    words = _french if language[:2] == "fr" else _english
    return (
        words(number)
        if number >= 0
        else f"{'minus' if language[:2] == 'en' else 'moins'} {words(-number)}"
    )


def count(number: int, noun: Noun, language: str) -> str:
    """A number of things in words, each language by its own rule for one, two, few and many.

    Raises:
        ValueError: the number is too large to be said.
    """
    if abs(number) > MOST:
        raise ValueError(f"{number} is too large to be said")
    if language[:2] == "ar":
        return spelling_ar.count(number, noun.ar)
    size = abs(number)
    if language[:2] != "fr":
        return f"{spell(number, 'en')} {noun.en[size != 1]}"
    words = spell(number, "fr")
    if noun.fr_feminine and size % 10 == 1 and size % 100 not in (11, 71, 91):
        words += "e"
    # A million is a noun in French: "un million de riyals", but "un million deux cents riyals".
    link = " de " if size >= 10**6 and size % 10**6 == 0 else " "
    return f"{words}{link}{noun.fr[size >= 2]}"


def money(minor: int, language: str) -> str:
    """An amount in minor units in words, riyals and halalas or whatever the country has; a part
    that is nothing is not said.
    """
    currency = here().currency
    whole, part = divmod(abs(minor), currency.minor)
    said = [count(whole, currency.whole, language)] if whole or not part else []
    if part:
        said.append(count(part, currency.part, language))
    language = language[:2] if language[:2] in ("ar", "fr") else "en"
    link = {"ar": " وَ", "en": " and ", "fr": " et "}[language]
    sign = {"ar": "نَاقِص ", "en": "minus ", "fr": "moins "}[language] if minor < 0 else ""
    return sign + link.join(said)


def digits(text: str, language: str) -> str:
    """A number that is a name, digit by digit, with a breath after every third."""
    said = [spell(int(mark), language) for mark in text if mark.isdigit()]
    comma = "، " if language[:2] == "ar" else ", "
    return comma.join(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))


def _groups(number: int) -> list[tuple[int, int]]:
    """Groups of three digits, the highest first, each with its power of a thousand; none that is
    nothing.
    """
    found, power = [], 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            found.append((group, power))
        power += 1
    return found[::-1]


def _english(number: int) -> str:
    if not number:
        return _EN[0]
    said: list[str] = []
    for group, power in _groups(number):
        words = _english_group(group)
        if said and not power and group < 100:
            words = f"and {words}"
        said.append(f"{words} {_EN_GROUPS[power]}".rstrip())
    return " ".join(said)


def _english_group(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    said = [f"{_EN[hundreds]} hundred"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        small = _EN[rest] if rest < 20 else _EN_TENS[tens - 2] + (f"-{_EN[ones]}" if ones else "")
        said.append(small)
    return " and ".join(said)


def _french(number: int) -> str:
    if not number:
        return _FR[0]
    said = []
    for group, power in _groups(number):
        name = _FR_GROUPS[power]
        if power == 1:
            # "mille" takes neither "un" before it nor an s, and those before it lose theirs.
            said.append(name if group == 1 else f"{_french_group(group, ends=False)} {name}")
        elif power:
            said.append(f"{_french_group(group)} {name}{'s' if group > 1 else ''}")
        else:
            said.append(_french_group(group))
    return " ".join(said)


def _french_group(group: int, *, ends: bool = True) -> str:
    hundreds, rest = divmod(group, 100)
    said = []
    if hundreds:
        several = "s" if hundreds > 1 and not rest and ends else ""
        said.append("cent" if hundreds == 1 else f"{_FR[hundreds]} cent{several}")
    if rest:
        said.append(_french_small(rest, ends))
    return " ".join(said)


def _french_small(rest: int, ends: bool) -> str:
    if rest < 20:
        return _FR[rest]
    tens, ones = divmod(rest, 10)
    if tens in (7, 9):
        base, ones = ("soixante" if tens == 7 else "quatre-vingt"), ones + 10
    elif tens == 8:
        base = "quatre-vingt" if ones or not ends else "quatre-vingts"
    else:
        base = _FR_TENS[tens - 2]
    if not ones:
        return base
    link = " et " if ones in (1, 11) and tens < 8 else "-"
    return f"{base}{link}{_FR[ones]}"

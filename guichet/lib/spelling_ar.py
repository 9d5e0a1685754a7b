"""Arabic numbers in words, vocalised for a voice, and the six ways Arabic counts a thing.

Words end as one says them at rest, but where the next word needs the ending (a dual before its
noun, the accusative after eleven to ninety-nine). The number agrees crosswise with the thing: three
to ten take the form opposite to its gender.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArabicNoun:
    """A thing in the forms counting needs: one, two, three to ten, eleven to ninety-nine."""

    one: str
    two: str
    few: str
    many: str
    feminine: bool = False


# By the gender of what is counted: masculine, feminine.
_ONES = (
    "صِفْر وَاحِد اِثْنَان ثَلَاثَة أَرْبَعَة خَمْسَة سِتَّة سَبْعَة ثَمَانِيَة تِسْعَة عَشَرَة".split(),
    "صِفْر وَاحِدَة اِثْنَتَان ثَلَاث أَرْبَع خَمْس سِتّ سَبْع ثَمَانِي تِسْع عَشْر".split(),
)
_TEENS = (
    [
        "أَحَدَ عَشَر",
        "اِثْنَا عَشَر",
        "ثَلَاثَةَ عَشَر",
        "أَرْبَعَةَ عَشَر",
        "خَمْسَةَ عَشَر",
        "سِتَّةَ عَشَر",
        "سَبْعَةَ عَشَر",
        "ثَمَانِيَةَ عَشَر",
        "تِسْعَةَ عَشَر",
    ],
    [
        "إِحْدَى عَشْرَة",
        "اِثْنَتَا عَشْرَة",
        "ثَلَاثَ عَشْرَة",
        "أَرْبَعَ عَشْرَة",
        "خَمْسَ عَشْرَة",
        "سِتَّ عَشْرَة",
        "سَبْعَ عَشْرَة",
        "ثَمَانِيَ عَشْرَة",
        "تِسْعَ عَشْرَة",
    ],
)
_TENS = "عِشْرُون ثَلَاثُون أَرْبَعُون خَمْسُون سِتُّون سَبْعُون ثَمَانُون تِسْعُون".split()
_HUNDREDS = ("مِئَة مِئَتَان ثَلَاثُمِئَة أَرْبَعُمِئَة خَمْسُمِئَة سِتُّمِئَة سَبْعُمِئَة ثَمَانِمِئَة تِسْعُمِئَة").split()
_GROUPS = (
    ArabicNoun("أَلْف", "أَلْفَان", "آلَاف", "أَلْفًا"),
    ArabicNoun("مِلْيُون", "مِلْيُونَان", "مَلَايِين", "مِلْيُونًا"),
    ArabicNoun("مِلْيَار", "مِلْيَارَان", "مِلْيَارَات", "مِلْيَارًا"),
    ArabicNoun("تِرِلْيُون", "تِرِلْيُونَان", "تِرِلْيُونَات", "تِرِلْيُونًا"),
)
_AND, _MINUS = " وَ", "نَاقِص "
# Right before its noun a dual loses its last letter, and an accusative its ending: two hundred *of*
# riyals.
_BEFORE_NOUN = (
    {"مِئَتَان": "مِئَتَا"}
    | {g.two: g.two.removesuffix("ن") for g in _GROUPS}
    | {g.many: f"{g.one}َ" for g in _GROUPS}
)


def spell(number: int, *, feminine: bool = False) -> str:
    """A whole number in words."""
    sign = _MINUS if number < 0 else ""
    return sign + (_AND.join(_parts(abs(number), feminine)) or _ONES[0][0])


def count(number: int, noun: ArabicNoun) -> str:
    """So many of a thing."""
    sign = _MINUS if number < 0 else ""
    size = abs(number)
    higher, rest = size - size % 100, size % 100
    if not size:
        return f"{_ONES[0][0]} {noun.one}"
    if not rest:
        said = _AND.join(_parts(size, noun.feminine))
        last = said.rsplit(_AND.strip(), 1)[-1].split()[-1]
        if last in _BEFORE_NOUN:
            said = said.removesuffix(last) + _BEFORE_NOUN[last]
        return f"{sign}{said} {noun.one}"
    head = [_AND.join(_parts(higher, noun.feminine))] if higher else []
    if rest == 1:
        tail = f"{noun.one} {_ONES[noun.feminine][1]}"
    elif rest == 2:
        tail = noun.two
    else:
        form = noun.few if rest <= 10 else noun.many
        tail = f"{_below_hundred(rest, noun.feminine)} {form}"
    return sign + _AND.join([*head, tail])


def _parts(number: int, feminine: bool) -> list[str]:
    """The parts between which one says "and"."""
    said: list[str] = []
    power = len(_GROUPS)
    while power:
        group, number = divmod(number, 1000**power)
        if group:
            said += _counted(group, _GROUPS[power - 1])
        power -= 1
    hundreds, rest = divmod(number, 100)
    if hundreds:
        said.append(_HUNDREDS[hundreds - 1])
    if rest:
        said.append(_below_hundred(rest, feminine))
    return said


def _counted(group: int, noun: ArabicNoun) -> list[str]:
    """Thousands, millions: one of them is not counted, two have a form of their own.

    "A hundred and a thousand" would be 1,100: a hundred and one thousand is said as a hundred
    thousand and a thousand.
    """
    hundreds, rest = group - group % 100, group % 100
    if rest in (1, 2):
        head = [count(hundreds, noun)] if hundreds else []
        return [*head, noun.one if rest == 1 else noun.two]
    return [count(group, noun)]


def _below_hundred(rest: int, feminine: bool) -> str:
    if rest <= 10:
        return _ONES[feminine][rest]
    if rest < 20:
        return _TEENS[feminine][rest - 11]
    tens, ones = divmod(rest, 10)
    name = _TENS[tens - 2]
    return f"{_ONES[feminine][ones]}{_AND}{name}" if ones else name

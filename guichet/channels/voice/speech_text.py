"""Values, labels and sentences as a voice says them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guichet.channels.voice import words
from guichet.channels.voice.lexicon import vocalised
from guichet.engine.fields import Field, Lines
from guichet.engine.fields.scripts import of_reader
from guichet.engine.outcome import IF_APPROVED, Answer, Finding
from guichet.engine.refusal import Refused
from guichet.engine.service import Service
from guichet.lib import spelling
from guichet.lib.locale import here
from guichet.lib.places import Tell
from guichet.lib.text import Words

_MONTHS = {
    "ar": "يَنَايِر فِبْرَايِر مَارِس أَبْرِيل مَايُو يُونْيُو يُولْيُو أَغُسْطُس سِبْتَمْبِر أُكْتُوبَر نُوفَمْبِر دِيسَمْبِر".split(),
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth"
    " twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_NAMES = frozenset({"digits", "national_id", "establishment", "mobile", "iban"})
_SIGN = here().currency.sign
_CURRENCY = re.compile(
    rf"\s*\((?:{re.escape(_SIGN.en)}|{re.escape(_SIGN.fr)}|{re.escape(_SIGN.ar)})\)"
)
_LENGTHS = (
    9,
    10,
    here().persons.digits,
)  # of the numbers of establishments, of businesses and of persons
_ARABIC, _LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")
_LONGEST_TEXT = 300  # letters; who wants all of it reads it in the virtual branch


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something to be said, in a language; what a recording or a speech engine is asked for."""

    text: str
    language: str


def phrase(said: Words, language: str, **values: object) -> Phrase:
    """Words of the dialogue itself."""
    return Phrase(said.at(language, **values), language)


def label(given: Words, language: str) -> str:
    """The label of a field or service, without what only eyes need."""
    return vocalise(_CURRENCY.sub("", given.at(language)), language)


def vocalise(text: str, language: str) -> str:
    """Arabic gets its vowels; other languages stay as they are."""
    return vocalised(text) if language[:2] == "ar" else text


def key(name: str, language: str) -> str:
    """A key of the telephone in words."""
    mark = words.KEYS.get(name)
    return mark.at(language) if mark else spelling.spell(int(name), language)


def choice(what: str, pressed: str, language: str) -> Phrase:
    """``what``: press ``pressed``."""
    return Phrase(words.CHOICE.at(language, what=what, key=key(pressed, language)), language)


def value(field: Field, text: str, language: str) -> str:
    """A canonical value in words."""
    if field.kind == "money":
        return spelling.money(int(text.replace(".", "")), language)
    if field.kind in _NAMES:
        return spelling.digits(text, language)
    if field.kind == "day":
        return day(date.fromisoformat(text), language)
    if field.kind == "month":
        return month(date.fromisoformat(f"{text[:7]}-01"), language)
    return vocalise(field.show(text, language), language)


def day(given: date, language: str) -> str:
    """A day of the Gregorian calendar in words."""
    if language[:2] == "en":
        return f"the {_ORDINALS[given.day - 1]} of {month(given, language)}"
    number = (
        "premier"
        if language[:2] == "fr" and given.day == 1
        else spelling.spell(given.day, language)
    )
    return f"{number} {month(given, language)}"


def month(given: date, language: str) -> str:
    """A month and its year in words."""
    name = _MONTHS[language[:2]][given.month - 1]
    return f"{name} {spelling.spell(given.year, language)}"


def fields(
    of: Mapping[str, Field], values: Mapping[str, str | None], language: str
) -> Iterator[Phrase]:
    """Each value with its label. An amount that is nothing is said only where it comes first: it is
    the answer then.
    """
    for at, (name, field) in enumerate(of_reader(of, values, language).items()):
        text = values.get(name)
        if not text:
            continue
        if isinstance(field, Lines):
            lines = len(json.loads(text))
            if lines:
                counted = spelling.spell(lines, language)
                yield phrase(
                    words.LINES, language, label=label(field.label, language), count=counted
                )
        elif field.kind == "text" and _other_script(text, language):
            yield Phrase(f"{label(field.label, language)}:", language)
            yield Phrase(text[:_LONGEST_TEXT], "en" if language[:2] == "ar" else "ar")
        elif not (field.kind == "money" and at and not text.strip("-0.")):
            said = value(field, text, language)[:_LONGEST_TEXT]
            yield phrase(words.IS, language, label=label(field.label, language), value=said)


def _not_read_back(service: type[Service]) -> dict[str, Field]:
    """What is answered and was not heard before it was confirmed: whom it is about, and what stood
    there, were.
    """
    return {
        name: f for name, f in service.outputs.items() if service.enquiry or not (f.names or f.was)
    }


def outcome(answer: Answer, language: str) -> Iterator[Phrase]:
    """What an answer says; of a referred asking, what it comes to if it is approved."""
    said = list(fields(_not_read_back(answer.service), answer.output, language))
    if said and answer.supposed:
        yield Phrase(f"{label(IF_APPROVED, language)}:", language)
    yield from said


def _other_script(text: str, language: str) -> bool:
    """Whether a voice of the language could not read it: a Latin name in Arabic, an Arabic one
    elsewhere.
    """
    return (
        not _ARABIC.search(text) and bool(_LATIN.search(text))
        if language[:2] == "ar"
        else bool(_ARABIC.search(text))
    )


def finding(said: Finding, language: str) -> Phrase:
    """A refusal's or a warning's sentence."""
    return sentence(said.sentence(language, SPOKEN), language)


def refused(error: Refused, language: str) -> Phrase:
    """The sentence of an asking that was refused as a whole."""
    return sentence(error.sentence(language, SPOKEN), language)


def sentence(text: str, language: str) -> Phrase:
    """A sentence whose values are in words already, as it is heard."""
    return Phrase(vocalise(text, language), language)


def _money(minor: int, language: str) -> str:
    return spelling.money(minor, language)


def _plain(text: str, language: str) -> str:
    """A number that is a name is said digit by digit."""
    named = text.isdigit() and len(text) in _LENGTHS
    return spelling.digits(text, language) if named else text


SPOKEN = Tell(day, month, _money, _plain)


def reference(text: str, language: str) -> Phrase:
    """A receipt's reference, mark by mark: Latin letters in every language."""
    groups = (" ".join(_mark(mark, language) for mark in group) for group in text.split("-"))
    return Phrase(f"{words.REFERENCE.at(language)}: {_comma(language).join(groups)}.", language)


def _comma(language: str) -> str:
    return "، " if language[:2] == "ar" else ", "


def _mark(mark: str, language: str) -> str:
    if mark.isdigit():
        return spelling.spell(int(mark), language)
    return _LETTERS.get(mark, mark) if language[:2] == "ar" else mark


# How Arabic says the Latin letters that references are made of.
_LETTERS = dict(
    zip(
        "ACEFHJKMPQRTWXY",
        "إِيه سِي إِي إِف إِتْش جِيه كِيه إِم بِي كِيُو آر تِي دَبِلْيُو إِكْس وَاي".split(),
        strict=True,
    )
)

"""Documents are VoiceXML 2.1 by W3C's own schema; the browser and its grammars do what the standard
says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from guichet.channels.voice import capabilities, documents, grammar, keys, words
from guichet.channels.voice.browser import Browser, HungUp, Spoken, Unknown
from guichet.channels.voice.keys import Keys
from guichet.channels.voice.speech_text import Phrase
from guichet.channels.voice.tests.telephones import Caller
from guichet.channels.voice.turns import HANG_UP, TRANSFER, Turn
from guichet.engine.registry import services

FORMS = [
    Keys("0129*#", code=4),
    Keys("*", exact=10),
    Keys("#*", most=15, point=True),
    Keys("123456789#*"),
    Keys("#*", exact=22),
]


@pytest.fixture(scope="session")
def schema() -> Any:
    """W3C's schema; libxml2 cannot read it (xsd:redefine), xmlschema can."""
    return xmlschema.XMLSchema(str(Path(__file__).parent / "schema" / "vxml.xsd"))


def faults(schema: Any, document: bytes) -> list[str]:
    return [str(error.reason) for error in schema.iter_errors(document.decode())]


SAID = (
    Phrase("أَهْلًا & <marhaba>", "ar"),
    Phrase("“Hello” & welcome", "en"),
    Phrase("d’accord", "fr"),
)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_turn_is_valid(schema: Any, form: Keys) -> None:
    assert faults(schema, documents.of_turn(Turn(SAID, form), "a" * 32, 7, "/voice/")) == []


def test_the_first_and_the_last_document_are_valid(schema: Any) -> None:
    for document in (
        documents.entrance("/voice/", "ab12"),
        documents.of_turn(Turn(SAID, end=HANG_UP), "a", 1, "/voice/"),
        documents.of_turn(Turn(SAID, end=TRANSFER, to="tel:+966800000000"), "a", 1, "/voice/"),
    ):
        assert faults(schema, document) == []


def test_the_schema_finds_faults(schema: Any) -> None:
    broken = documents.of_turn(Turn(SAID, FORMS[0]), "a", 1, "/voice/").replace(
        b"<filled>", b"<filling>"
    )
    assert faults(schema, broken.replace(b"</filled>", b"</filling>"))


@pytest.mark.django_db
def test_every_document_of_whole_calls_is_valid(schema: Any, line: Any) -> None:
    from guichet.channels.voice.tests.test_calls import change, scripted

    for language in ("ar", "en", "fr"):
        line.account.language = language
        line.account.save()
        made = Caller(scripted(*change(line), "1", "9", "", "7"), "0500000001")
        made.call()
        assert len(made.documents) > 9
        for document in made.documents:
            assert faults(schema, document) == []


def test_a_recording_takes_the_place_of_the_engine(
    schema: Any, settings: Any, tmp_path: Path
) -> None:
    from guichet.channels.voice import recordings

    settings.VOICE_RECORDINGS = str(tmp_path)
    phrase = Phrase(words.WELCOME.ar, "ar")
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar" / f"{recordings.name_of(phrase)}.wav").write_bytes(b"RIFF")
    document = documents.of_turn(Turn((phrase,), FORMS[0]), "a", 1, "/voice/")
    assert faults(schema, document) == []
    audio = etree.fromstring(document).find(".//{*}audio")
    assert (
        audio is not None
        and audio.get("src") == recordings.address(phrase)
        and audio.text == phrase.text
    )
    assert recordings.file_of("ar", "../../etc/passwd") is None


def expression(form: Keys) -> grammar.Node:
    document = etree.fromstring(documents.of_turn(Turn(SAID, form), "a", 1, "/voice/"))
    return grammar.read(document.find(".//{*}grammar"))


@given(form=st.sampled_from(FORMS), pressed=st.text("0123456789*#", min_size=1, max_size=24))
def test_the_grammar_sent_out_takes_what_the_server_takes(form: Keys, pressed: str) -> None:
    node = expression(form)
    for key in pressed:
        node = grammar.after(node, key)
    assert grammar.complete(node) == keys.accepts(form, pressed)


@given(
    st.sampled_from(
        [f for s in services().values() for f in s.inputs.values() if capabilities.VOICE.can_ask(f)]
    ),
    st.data(),
)
def test_whatever_is_pressed_for_any_field_becomes_text_and_never_an_error(
    field: Any, data: Any
) -> None:
    form = keys.keys_of(field)
    pressed = data.draw(
        st.text("0123456789*#", min_size=1, max_size=24).filter(lambda p: keys.accepts(form, p))
    )
    if pressed not in ("#", "*"):
        assert isinstance(keys.text_of(field, pressed), str)


class Line:
    """A telephone whose keys come with pauses: a blank is a pause longer than the browser waits."""

    caller = "tel:+966500000001"

    def __init__(self, pressed: str) -> None:
        self.left, self.heard, self.sent = list(pressed), [], []  # type: ignore[var-annotated]

    async def play(self, spoken: list[Spoken], *, bargein: bool) -> None:
        self.heard += [(s.text, s.language, bargein) for s in spoken]

    async def key(self, timeout: float) -> str | None:
        if not self.left:
            raise HungUp
        key = self.left.pop(0)
        return None if key == " " else key

    async def transfer(self, to: str) -> None:
        self.heard.append(("transfer", to, False))


def run(line: Line, *pages: bytes) -> list[Any]:
    left = list(pages)

    async def fetch(address: str, given: Any) -> bytes:
        line.sent.append((address, dict(given) if given is not None else None))
        return left.pop(0) if left else pages[-1]

    going = Browser(fetch, line).run("http://x/voice/?key=k")
    with pytest.raises((StopIteration, HungUp)):
        going.send(None)
    return line.sent


@pytest.mark.parametrize(
    ("pressed", "entered"),
    [
        (
            "123456#7",
            "7",
        ),  # a hash by habit after six digits is not the answer to the next question
        ("123456#2201", "#2201"),  # it is, where the code of a service follows
        ("123456# 7", "7"),
        ("123456##", "#"),  # pressed once more, it is meant
    ],
)
def test_a_hash_after_a_whole_pin_answers_nothing(pressed: str, entered: str) -> None:
    pin = documents.of_turn(Turn(SAID, keys.Keys(exact=6), secret=True), "ab", 3, "/voice/")
    code = 4 if entered == "#2201" or " " in pressed else 0
    single = "7#" if entered == "#" else "7"
    menu = documents.of_turn(Turn(SAID, keys.Keys(single=single, code=code)), "ab", 4, "/voice/")
    bye = documents.of_turn(Turn(SAID, end=HANG_UP), "ab", 5, "/voice/")
    sent = run(Line(pressed), pin, menu, bye)
    assert [given["keys"] for _, given in sent[1:]] == ["123456", entered]


@pytest.mark.parametrize(
    ("pressed", "event", "entered"),
    [
        ("1", "keys", "1"),
        ("#2201", "keys", "#2201"),
        (" ", "noinput", ""),
        ("7", "nomatch", ""),
        ("#22 ", "nomatch", ""),
        ("#2a", "nomatch", ""),
    ],
)
def test_keys_silence_and_nonsense_are_reported(pressed: str, event: str, entered: str) -> None:
    asking = documents.of_turn(Turn(SAID, FORMS[0]), "ab", 3, "/voice/")
    bye = documents.of_turn(Turn(SAID, end=HANG_UP), "ab", 4, "/voice/")
    sent = run(Line(pressed), asking, bye)
    assert sent[1] == (
        "http://x/voice/turn",
        {"call": "ab", "step": "3", "event": event, "keys": entered},
    )


def test_an_amount_ends_with_hash_or_with_a_pause() -> None:
    asking = documents.of_turn(Turn(SAID, FORMS[2]), "ab", 3, "/voice/")
    bye = documents.of_turn(Turn(SAID, end=HANG_UP), "ab", 4, "/voice/")
    for pressed, entered in (
        ("8000#", "8000#"),
        ("8000 ", "8000"),
        ("80*50 ", "80*50"),
        ("80*50#", "80*50#"),
    ):
        assert run(Line(pressed), asking, bye)[1][1]["keys"] == entered


def test_hanging_up_is_told_to_the_server() -> None:
    asking = documents.of_turn(Turn(SAID, FORMS[0]), "ab", 3, "/voice/")
    assert run(Line(""), asking, b"")[1] == ("http://x/voice/hangup", {"call": "ab"})


def test_who_is_calling_is_told_first() -> None:
    bye = documents.of_turn(Turn(SAID, end=TRANSFER, to="tel:+966800000000"), "ab", 4, "/voice/")
    line = Line("")
    sent = run(line, documents.entrance("/voice/", "k1"), bye)
    assert sent[1] == ("http://x/voice/start", {"caller": "tel:+966500000001", "key": "k1"})
    assert line.heard[-1] == ("transfer", "tel:+966800000000", False)
    assert line.heard[0] == (SAID[0].text, "ar-SA", False)


@pytest.mark.parametrize(
    "inside",
    [
        "<form><script>x</script></form>",
        "<menu/>",
        "<form><var name='a' expr='1+1'/></form>",
        "<form><field name='a'><prompt>x</prompt></field></form>",
    ],
)
def test_what_the_browser_does_not_know_it_does_not_guess(inside: str) -> None:
    page = f'<vxml xmlns="{documents.NAMESPACE}" version="2.1">{inside}</vxml>'.encode()

    async def fetch(address: str, given: Any) -> bytes:
        return page

    with pytest.raises(Unknown):
        Browser(fetch, Line("1")).run("http://x/").send(None)


def test_a_studio_gets_a_list_of_what_to_read() -> None:
    from click.testing import CliRunner

    from guichet.channels.voice.commandline import group
    from guichet.channels.voice.recordings import name_of

    said = CliRunner().invoke(group, ["phrases", "--language", "ar"])
    lines = dict(line.split("\t")[::-1] for line in said.output.splitlines())
    assert lines[words.WELCOME.ar] == f"ar/{name_of(Phrase(words.WELCOME.ar, 'ar'))}.wav"
    assert len(lines) > 80 and not any("{" in text for text in lines)

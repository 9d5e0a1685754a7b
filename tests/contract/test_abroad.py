"""The same services in another country, whose package lies in a folder of its own outside the
repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parents[2]
NAME = "elsewhere"  # what the country is called there: nothing of the repository knows it


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    """A folder of countries with one in it: the second of ours under another name."""
    shutil.copytree(
        ROOT / "guichet/law/xx", tmp_path / NAME, ignore=shutil.ignore_patterns("__pycache__")
    )
    for file in (tmp_path / NAME).glob("*.py"):
        text = file.read_text("utf-8").replace("guichet.law.xx", f"guichet.law.{NAME}")
        file.write_text(text.replace('code="xx"', f'code="{NAME}"'), "utf-8")
    return tmp_path


SPANISH = {
    "Sign in": "Iniciar sesión",
    "Register a worker": "Dar de alta a un trabajador",
    "Signed account statement": "Extracto de cuenta firmado",
    "Bill of {month}, establishment {establishment}: SAR {total}. Pay by {due}.": "Factura de {month}, establecimiento {establishment}: XXT {total}. Pague antes del {due}.",
    "“{value}” is not a valid person number. It has 11 digits and starts with 4 or 7; check the card.": "«{value}» no es un número de persona válido. Tiene 11 cifras y empieza por 4 o 7.",
}


@pytest.fixture
def spanish(laws: Path) -> Path:
    """The same country with a language that nobody here has heard of, and a few of its messages."""
    locale = laws / NAME / "locale.py"
    text = locale.read_text("utf-8").replace(
        "hijri=False,",
        'hijri=False,\n    brings=(Language("es", "Español", Path(__file__).parent / "messages"),),',
    )
    text = text.replace("import Currency, Locale, Noun", "import Currency, Language, Locale, Noun")
    locale.write_text(
        text.replace(
            "from guichet.law.formats", "from pathlib import Path\n\nfrom guichet.law.formats", 1
        ),
        "utf-8",
    )
    messages = Catalog(locale="es")
    for english, said in SPANISH.items():
        messages.add(english, said)
    messages.add(("row", "rows"), ("fila", "filas"))
    folder = laws / NAME / "messages/es/LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.po").open("wb") as written:
        write_po(written, messages)
    return laws


def _there(laws: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "GUICHET_COUNTRY": NAME,
        "GUICHET_COUNTRY_PATH": str(laws),
        "GUICHET_TEST_DATABASE": f"abroad{os.getpid()}",
    }
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_cases_hold_there(laws: Path) -> None:
    checked = _there(laws, "guichet.config.cli", "law", "check", "--country", NAME)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    passed, rest = checked.stdout.split(" passed, ")
    assert rest == "0 differ, 0 malformed, 0 not yet supported\n" and int(passed) >= 55


@pytest.mark.slow
def test_it_runs_the_same_services_with_no_other_file_touched(laws: Path) -> None:
    told = ("tests/contract/abroad.py", "tests/contract/abroad_story.py")
    done = _there(
        laws, "pytest", *told, "-q", "--no-header", "-p", "no:cacheprovider", "--tb=short"
    )
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.mark.slow
def test_it_brings_a_language_with_its_messages(spanish: Path) -> None:
    compiled = _there(spanish, "guichet.config.cli", "messages", "compile")
    assert compiled.returncode == 0 and "django.mo compiled" in compiled.stdout, (
        compiled.stdout + compiled.stderr
    )
    done = _there(
        spanish,
        "pytest",
        "tests/contract/abroad_language.py",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "--tb=short",
    )
    assert done.returncode == 0, done.stdout[-6000:]

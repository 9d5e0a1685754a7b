"""What the law says: a folder is a country; dated numbers in YAML, formulas pure.

`country` is the one this installation serves, chosen by ``GUICHET_COUNTRY``; nothing outside `law`
knows any other name. A country of an institution's own may lie in any folder:
``GUICHET_COUNTRY_PATH`` names the one that holds it, and what lies there is as if it lay here.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from guichet.law.completeness import complete
from guichet.law.port import Country
from guichet.lib import env, locale
from guichet.lib.country_languages import bring
from guichet.lib.text import speak_in

__path__.extend(env.words("GUICHET_COUNTRY_PATH"))


def load(name: str) -> Country:
    """The country of a name.

    Raises:
        ModuleNotFoundError: there is no folder of that name, or it has no module `country`.
        guichet.law.completeness.Unfinished: it lacks members of the port.
    """
    found = import_module(f"{__name__}.{name}.country")
    return complete(getattr(found, "COUNTRY", None), name)


def folder(name: str | None = None) -> Path:
    """Where a country lies; by default this installation's."""
    found = import_module(f"{__name__}.{name or country.code}")
    return Path(str(found.__file__)).parent


@lru_cache(maxsize=1)
def holidays() -> frozenset[date]:
    """The days of the official table: the country's, and those that ``GUICHET_HOLIDAYS`` adds
    (2026-03-20, 2026-03-21).

    Raises:
        ValueError: the setting holds what is no day.
    """
    return country.holidays | {date.fromisoformat(day) for day in env.words("GUICHET_HOLIDAYS")}


country = load(env.text("GUICHET_COUNTRY", "sa"))
locale.settle(country.locale)
speak_in(country.locale.terms)
bring(country.locale.brings)

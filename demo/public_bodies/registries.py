"""What can be asked of which body, by path."""

from __future__ import annotations

from collections.abc import Callable

from demo.public_bodies.answers import (
    asked_numbers,
    borne,
    civil,
    commerce,
    education,
    family,
    health,
    injured,
    justice,
    labour,
)
from demo.public_bodies.bank import accounts, asked_accounts

REGISTRIES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "/civil/v1/persons": ("civil", lambda question: civil(asked_numbers(question))),
    "/civil/v1/families": ("civil", lambda question: family(asked_numbers(question))),
    "/civil/v1/births": ("civil", lambda question: borne(asked_numbers(question))),
    "/education/v1/students": ("education", lambda question: education(asked_numbers(question))),
    "/health/v1/disabilities": ("health", lambda question: health(asked_numbers(question))),
    "/health/v1/injuries": ("health", lambda question: injured(asked_numbers(question))),
    "/commerce/v1/businesses": ("commerce", lambda question: commerce(asked_numbers(question))),
    "/bank/v1/accounts": ("bank", lambda question: accounts(asked_accounts(question))),
    "/labour/v1/seekers": ("labour", lambda question: labour(asked_numbers(question))),
    "/justice/v1/deeds": ("justice", lambda question: justice(asked_numbers(question))),
}

"""A synthetic world: from a number alone follow all facts about a person or a business.

Nothing is stored. These are pure functions, the same for one number and for a million, on every
machine and in every version; so a trial institution, the public bodies it asks
(``demo.public_bodies``) and the tests agree about everybody without sharing a database.
All facts are as of ``WORLD_DAY``, because a world that read the clock would change overnight.
All names are synthetic; no person or business is a real one.

A person's number is its own proof of existence: ten digits, first digit 1 (Saudi) or 2 (resident),
right Luhn digit. The exceptions follow from the number too (``draw`` is in ``demo.draws``)::

    unknown to the registry   draw(number, Salt.UNKNOWN) % 997 == 0, or the digits are wrong
    dead                      draw(number, Salt.DEAD) % 499 == 0

A business follows from its registration number in the same way (``demo.commerce``); its owner is a
living Saudi adult of the same world.
"""

from demo.commerce import a_business, business_numbers, businesses
from demo.people import (
    WORLD_DAY,
    a_dead,
    a_living,
    an_unknown,
    person_numbers,
    persons,
    workers,
)
from demo.wages import wages

__all__ = [
    "WORLD_DAY",
    "a_business",
    "a_dead",
    "a_living",
    "an_unknown",
    "business_numbers",
    "businesses",
    "person_numbers",
    "persons",
    "wages",
    "workers",
]

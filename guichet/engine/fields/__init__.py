"""Field types for a service's ``Input`` and ``Output``."""

from guichet.engine.fields.attachment import Attachment
from guichet.engine.fields.base import Fault, Field, Input, fields_of, read_all, tidy, values_of
from guichet.engine.fields.choice import Choice, YesNo
from guichet.engine.fields.counts import Count
from guichet.engine.fields.kinds import (
    Digits,
    EstablishmentNumber,
    Iban,
    Link,
    Mobile,
    NationalId,
    RegistrationNumber,
    Text,
)
from guichet.engine.fields.measures import Day, Lines, Money, Month
from guichet.engine.fields.several import Choices

__all__ = [
    "Attachment",
    "Choice",
    "Choices",
    "Count",
    "Day",
    "Digits",
    "EstablishmentNumber",
    "Fault",
    "Field",
    "Iban",
    "Input",
    "Lines",
    "Link",
    "Mobile",
    "Money",
    "Month",
    "NationalId",
    "RegistrationNumber",
    "Text",
    "YesNo",
    "fields_of",
    "read_all",
    "tidy",
    "values_of",
]

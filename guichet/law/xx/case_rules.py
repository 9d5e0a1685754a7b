"""The rules a case may name: those of any country."""

from guichet.law.plain_cases import rules
from guichet.law.xx.country import COUNTRY

RULES = rules(COUNTRY)

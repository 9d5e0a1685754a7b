"""Accounts: who signs in, read by one prepared statement."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language

from guichet.engine import scope, store
from guichet.lib.display import show_name


class Accounts(BaseUserManager["Account"]):
    """Accounts are opened by :func:`guichet.domain.identity.commands.open_account`."""

    def get(self, *conditions: Any, **named: Any) -> Account:
        """By ``pk`` alone, as every request of somebody signed in asks, by one prepared
        statement.

        Raises:
            Account.DoesNotExist: there is none.
        """
        if conditions or named.keys() != {"pk"}:
            return super().get(*conditions, **named)
        query, names = _by_number()
        found = store.rows(query, number=named["pk"])
        if not found:
            raise self.model.DoesNotExist
        return self.model.from_db(self.db, names, found[0])


@cache
def _by_number() -> tuple[str, list[str]]:
    names = [field.attname for field in Account._meta.concrete_fields]
    columns = ", ".join(f'"{field.column}"' for field in Account._meta.concrete_fields)
    return f"SELECT {columns} FROM identity_account WHERE id = %(number)s", names


class Account(AbstractBaseUser):
    """Someone who signs in; a person of the registry when ``person_number`` is known."""

    username = models.TextField(unique=True)
    name_ar = models.TextField(blank=True)
    name_latin = models.TextField(blank=True)
    person_number = models.BigIntegerField(unique=True, null=True, blank=True)
    language = models.TextField(default="ar")
    # What no mandate tells: staff, hospital, public body.
    segments = ArrayField(models.TextField(), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the account's; a hash at yesterday's price is renewed, before anybody has
        signed in.
        """
        with scope.as_institution():
            return super().check_password(raw_password)  # type: ignore[arg-type]

    def save(self, *given: Any, **named: Any) -> None:
        """Keep the account, and what gives power over it in the audit log as well."""
        from guichet.domain.identity import account_audit

        fields = named.get("update_fields")
        if fields is not None and not set(fields) & set(account_audit.FIELDS):
            super().save(*given, **named)
            return
        with store.atomic():
            super().save(*given, **named)
            account_audit.attest(self, fields)

    @property
    def shown_name(self) -> str:
        """The name in the reader's script, or what there is."""
        return show_name(self.name_ar, self.name_latin, get_language() or "ar") or self.username

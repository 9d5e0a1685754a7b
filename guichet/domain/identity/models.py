"""People who sign in, their mandates, and machine tokens."""

from django.contrib.auth.models import AbstractUser


class Account(AbstractUser):
    """Someone who signs in."""

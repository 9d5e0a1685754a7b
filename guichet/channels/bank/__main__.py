"""``python -m guichet.channels.bank``: `guichet bank` in a process made for small batches."""

import os
import sys

# A handful of rows is worked quicker by one thread than by handing it to several. Polars reads this
# when it is loaded.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")


def main() -> None:
    """Wake Django, then serve."""
    import django

    django.setup()
    from guichet.channels.bank.commandline import command

    command(sys.argv[1:], prog_name="guichet bank")


if __name__ == "__main__":
    main()

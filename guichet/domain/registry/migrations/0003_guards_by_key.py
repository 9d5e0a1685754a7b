"""The guards look references up by key, whatever the planner believes of a table filled a moment
ago.

``EXISTS`` asks for a first row only, and without statistics a scan of the whole table looks
cheapest for that: a first load of a million wages took the square of a million comparisons.
"""

from django.db import migrations

FUNCTIONS = ("registry_wage_has_engagement", "registry_engagement_has_ends")
PLANS = ("enable_seqscan", "enable_bitmapscan", "enable_material")


class Migration(migrations.Migration):
    """Settings of the two guard functions."""

    dependencies = [("registry", "0002_guards")]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {function}() SET {plan} = off",
            f"ALTER FUNCTION {function}() RESET {plan}",
        )
        for function in FUNCTIONS
        for plan in PLANS
    ]

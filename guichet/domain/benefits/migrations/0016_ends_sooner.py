"""What has a last month from the start ends again when something becomes known of an earlier month:
a pension beside work, a month without work, months after a birth, as a share does; never later.
"""

from django.db import migrations

_ENDS = """
CREATE OR REPLACE FUNCTION benefits_pension_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.paid_till IS NULL AND OLD.ended_at IS NULL
            OR OLD.kind IN ({kinds}) AND NEW.paid_till < coalesce(OLD.paid_till, 'infinity'))
        AND NEW.ended_at IS NOT NULL
        AND to_jsonb(NEW) - 'paid_till' - 'ended_at' - 'end_reason'
            = to_jsonb(OLD) - 'paid_till' - 'ended_at' - 'end_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a pension is not changed; it can only end, once'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
"""
_BEFORE = "'survivor'"
_NOW = "'survivor', 'old-age', 'unemployment', 'maternity'"


class Migration(migrations.Migration):
    """Which kinds may end sooner than they were to."""

    dependencies = [
        ("benefits", "0015_disability"),
    ]

    operations = [
        migrations.RunSQL(_ENDS.format(kinds=_NOW), _ENDS.format(kinds=_BEFORE)),
    ]

"""Files that nobody confirmed in time come to an end, and what is dropped is found without reading
every file.
"""

from django.db import migrations, models

_FORWARD = """
CREATE OR REPLACE FUNCTION bulk_file_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line text[] := ARRAY['uploaded', 'checking', 'checked', 'confirmed', 'working', 'done'];
BEGIN
    IF NEW.state = 'unreadable' AND OLD.state IN ('uploaded', 'checking', 'unreadable')
       OR OLD.state = 'checked' AND NEW.state IN ('uploaded', 'discarded', 'expired')
       OR array_position(line, NEW.state) >= array_position(line, OLD.state) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'file % cannot go from % to %', OLD.id, OLD.state, NEW.state;
END $$;
"""


class Migration(migrations.Migration):
    """One way out more."""

    dependencies = [("bulk", "0003_answers")]

    operations = [
        migrations.AddField("file", "dropped_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "file",
            models.Index(
                fields=["moved_at"],
                name="bulk_file_to_drop",
                condition=models.Q(
                    state__in=("checked", "unreadable", "discarded"), dropped_at__isnull=True
                ),
            ),
        ),
        migrations.RunSQL(_FORWARD, migrations.RunSQL.noop),
    ]

"""What a client answers about a file, and files put away unconfirmed."""

from django.db import migrations, models

_FORWARD = """
CREATE OR REPLACE FUNCTION bulk_file_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line text[] := ARRAY['uploaded', 'checking', 'checked', 'confirmed', 'working', 'done'];
BEGIN
    IF NEW.state = 'unreadable' AND OLD.state IN ('uploaded', 'checking', 'unreadable')
       OR OLD.state = 'checked' AND NEW.state IN ('uploaded', 'discarded')
       OR array_position(line, NEW.state) >= array_position(line, OLD.state) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'file % cannot go from % to %', OLD.id, OLD.state, NEW.state;
END $$;
"""


class Migration(migrations.Migration):
    """Answers, and a way out."""

    dependencies = [("bulk", "0002_only_forward")]

    operations = [
        migrations.AddField("file", "answers", models.JSONField(default=dict)),
        migrations.AddField("file", "layout", models.TextField(default="")),
        migrations.RunSQL(_FORWARD, migrations.RunSQL.noop),
    ]

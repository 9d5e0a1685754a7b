"""A file's state only moves forward, and packed bytes are not packed again."""

from django.db import migrations

_FORWARD = """
CREATE FUNCTION bulk_file_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line text[] := ARRAY['uploaded', 'checking', 'checked', 'confirmed', 'working', 'done'];
BEGIN
    IF NEW.state = 'unreadable' AND OLD.state IN ('uploaded', 'checking', 'unreadable')
       OR array_position(line, NEW.state) >= array_position(line, OLD.state) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'file % cannot go from % to %', OLD.id, OLD.state, NEW.state;
END $$;
CREATE TRIGGER bulk_file_only_forward BEFORE UPDATE OF state ON bulk_file
    FOR EACH ROW EXECUTE FUNCTION bulk_file_only_forward();
ALTER TABLE bulk_part ALTER COLUMN body SET STORAGE EXTERNAL;
"""
_BACK = """
DROP TRIGGER bulk_file_only_forward ON bulk_file;
DROP FUNCTION bulk_file_only_forward();
ALTER TABLE bulk_part ALTER COLUMN body SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("bulk", "0001_initial")]

    operations = [migrations.RunSQL(_FORWARD, _BACK)]

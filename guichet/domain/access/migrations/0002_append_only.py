"""Readings may be added and never changed."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_reading
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("engine", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, "DROP TRIGGER append_only ON access_reading")]

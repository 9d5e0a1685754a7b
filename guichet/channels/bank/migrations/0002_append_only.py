"""An answer given stays given."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION bank_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: what was answered was answered', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_answer
    FOR EACH STATEMENT EXECUTE FUNCTION bank_append_only();
"""
UNDO = """
DROP TRIGGER append_only ON bank_answer;
DROP FUNCTION bank_append_only;
"""


class Migration(migrations.Migration):
    """A guard that the models cannot say."""

    dependencies = [("bank", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]

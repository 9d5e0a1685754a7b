"""Bills and their lines stay as they were issued; a difference is a further line of a later
bill.
"""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION contributions_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: the next bill carries the difference', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contributions_bill
    FOR EACH STATEMENT EXECUTE FUNCTION contributions_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contributions_contribution
    FOR EACH STATEMENT EXECUTE FUNCTION contributions_append_only();
"""
UNDO = """
DROP TRIGGER append_only ON contributions_bill;
DROP TRIGGER append_only ON contributions_contribution;
DROP FUNCTION contributions_append_only;
"""


class Migration(migrations.Migration):
    """Guards that the models cannot say."""

    dependencies = [("contributions", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDO)]

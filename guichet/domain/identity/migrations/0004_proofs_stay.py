"""What proved an account stays on record: rows end, they do not vanish."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION identity_lasting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE restrict_violation USING MESSAGE = TG_TABLE_NAME || ' is kept: end the row instead';
END $$;
CREATE TRIGGER lasting BEFORE DELETE ON identity_factor FOR EACH ROW
    WHEN (OLD.confirmed_at IS NOT NULL) EXECUTE FUNCTION identity_lasting();
CREATE TRIGGER lasting BEFORE DELETE ON identity_recoverycode FOR EACH ROW EXECUTE FUNCTION identity_lasting();
CREATE TRIGGER lasting BEFORE DELETE ON identity_signin FOR EACH ROW EXECUTE FUNCTION identity_lasting();
"""
BACKWARD = """
DROP TRIGGER lasting ON identity_factor;
DROP TRIGGER lasting ON identity_recoverycode;
DROP TRIGGER lasting ON identity_signin;
DROP FUNCTION identity_lasting;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_second_factors_and_sign_ins")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

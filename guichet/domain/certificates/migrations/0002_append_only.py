"""Proof that can be altered proves nothing: what was entered stays as it was."""

from django.db import migrations

TABLES = ("certificate", "revocation", "revocationlist", "acceptedsignature")
FORWARD = """
CREATE FUNCTION certificates_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certificates_{table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION certificates_append_only();\n"
    for table in TABLES
)
BACKWARD = (
    "".join(f"DROP TRIGGER append_only ON certificates_{table};\n" for table in TABLES)
    + "DROP FUNCTION certificates_append_only();"
)


class Migration(migrations.Migration):
    """Guards."""

    dependencies = [("certificates", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

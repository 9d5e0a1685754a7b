"""Identity checks and second looks may be added and never changed."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reception_identitycheck
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reception_secondlook
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""
BACKWARD = """
DROP TRIGGER append_only ON reception_secondlook;
DROP TRIGGER append_only ON reception_identitycheck;
"""


class Migration(migrations.Migration):
    dependencies = [("reception", "0003_identity_checks"), ("engine", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

"""A charge stays as it was made; what is given back is a further line."""

from django.db import migrations


class Migration(migrations.Migration):
    """The guard of bills, on penalties too."""

    dependencies = [("contributions", "0003_penalties")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contributions_penalty"
            " FOR EACH STATEMENT EXECUTE FUNCTION contributions_append_only()",
            "DROP TRIGGER append_only ON contributions_penalty",
        )
    ]

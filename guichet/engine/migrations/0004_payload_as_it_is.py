"""A chunk's payload is compressed already: PostgreSQL must not spend a second trying again."""

from django.db import migrations


class Migration(migrations.Migration):
    """Storage is not something a model can say."""

    dependencies = [("engine", "0003_transaction_by_resolved")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE engine_chunk ALTER COLUMN payload SET STORAGE EXTERNAL",
            "ALTER TABLE engine_chunk ALTER COLUMN payload SET STORAGE EXTENDED",
        )
    ]

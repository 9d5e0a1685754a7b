"""Files that clients add: what one is never changes, and which transaction uses it neither."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
-- What is compressed already is stored as it is.
ALTER TABLE engine_attachment ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON engine_attachment
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_attachmentuse
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
"""
BACKWARD = """
DROP TRIGGER append_only ON engine_attachmentuse;
DROP TRIGGER append_only ON engine_attachment;
"""


class Migration(migrations.Migration):
    """Tables, and the guards that keep them."""

    dependencies = [
        ("engine", "0004_payload_as_it_is"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("size", models.IntegerField()),
                ("content", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AttachmentHolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor", models.BigIntegerField()),
                ("kept_at", models.DateTimeField()),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="engine.attachment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attachment", "actor"), name="attachment_held_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AttachmentUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transaction", models.BigIntegerField()),
                ("field", models.TextField()),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="engine.attachment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transaction", "field"), name="attachment_used_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]

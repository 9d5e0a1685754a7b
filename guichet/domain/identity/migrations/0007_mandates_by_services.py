"""What a mandate needs when services give it: its basis, bureaus that hold it, branches that
follow.
"""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0006_contacts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mandate",
            name="mandate_has_one_holder",
        ),
        migrations.AddField(
            model_name="mandate",
            name="basis",
            field=models.TextField(db_default="delegate"),
        ),
        migrations.RunSQL(
            "UPDATE identity_mandate SET basis = 'owner' WHERE rights = '{owner}'",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="mandate",
            name="bureau",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="mandate",
            name="ended_by_transaction",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="mandate",
            name="follows",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="identity.mandate",
            ),
        ),
        migrations.AddField(
            model_name="mandate",
            name="holder_ar",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="mandate",
            name="holder_latin",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="mandate",
            name="with_branches",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(
                condition=models.Q(("bureau__isnull", False), ("revoked_at__isnull", True)),
                fields=["bureau", "party_kind", "party"],
                name="mandate_of_bureau",
            ),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(
                condition=models.Q(("follows__isnull", False)),
                fields=["follows"],
                name="mandate_following",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("account__isnull", False),
                        ("bureau__isnull", True),
                        ("person_number__isnull", True),
                    ),
                    models.Q(
                        ("account__isnull", True),
                        ("bureau__isnull", True),
                        ("person_number__isnull", False),
                    ),
                    models.Q(
                        ("account__isnull", True),
                        ("bureau__isnull", False),
                        ("person_number__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="mandate_has_one_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Coalesce("person_number", "bureau"),
                models.F("party_kind"),
                models.F("party"),
                condition=models.Q(
                    ("account__isnull", True),
                    ("revoked_at__isnull", True),
                    models.Q(("basis", "owner"), _negated=True),
                ),
                name="mandate_once",
            ),
        ),
    ]

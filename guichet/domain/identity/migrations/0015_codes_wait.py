"""Recovery codes given with a factor that does not count yet wait as it does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0014_rights_kept")]

    operations = [
        migrations.AddField("recoverycode", "counts_from", models.DateTimeField(null=True)),
    ]

"""Confirmed addresses and mobiles live in ``contact`` alone, which has taken them over."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """After contact 0006."""

    dependencies: ClassVar = [("identity", "0010_scope"), ("contact", "0006_confirmed_before")]
    operations: ClassVar = [
        migrations.RemoveField(model_name="account", name="mobile"),
        migrations.DeleteModel(name="Contact"),
    ]

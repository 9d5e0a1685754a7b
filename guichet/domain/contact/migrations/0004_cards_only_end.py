"""Cards are a history too: one is added, and once ended; the database refuses anything else."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON contact_card
    FOR EACH ROW EXECUTE FUNCTION contact_only_ends();
"""
BACKWARD = "DROP TRIGGER only_ends ON contact_card;"


class Migration(migrations.Migration):
    """After 0003."""

    dependencies: ClassVar = [("contact", "0003_cards_first_pins_new_mobiles")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]

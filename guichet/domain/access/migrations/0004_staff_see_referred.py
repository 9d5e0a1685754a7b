"""What waits for a person is seen by staff, also where the web's role serves their pages (ADR 31)."""

from django.db import migrations

# The account of the session is one of the institution's own; a definer's function, as its neighbours in identity's scope.
FORWARD = """
CREATE POLICY seen_by_staff_while_referred ON engine_transaction FOR SELECT USING (
    (SELECT identity_scope_staff())
    AND EXISTS (SELECT FROM engine_waiting w WHERE w.transaction = engine_transaction.id AND w.outcome = 4));
"""
BACKWARD = "DROP POLICY seen_by_staff_while_referred ON engine_transaction;"


class Migration(migrations.Migration):
    dependencies = [("access", "0003_row_security"), ("identity", "0011_scope_of_staff"), ("engine", "0006_rulings")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

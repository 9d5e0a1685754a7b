"""What happened to an account is found for its owner: indexes over those few kinds of leaves alone
(ADR 43).
"""

from typing import ClassVar

from django.db import migrations

_OWNER = "((body::jsonb->>'account')::bigint), id"
FORWARD = f"""
CREATE INDEX leaf_of_account_changes ON engine_auditleaf ({_OWNER}) WHERE kind IN (
    'factor-added', 'factor-removed', 'recovery-codes', 'password-changed', 'identity-linked', 'new-device', 'session-ended',
    'app-confirmed', 'system-key-added', 'system-key-revoked', 'contact', 'kiosk');
CREATE INDEX leaf_of_account_failures ON engine_auditleaf ({_OWNER}) WHERE kind IN (
    'sign-in-failed', 'second-factor-failed');
"""
BACKWARD = "DROP INDEX leaf_of_account_changes; DROP INDEX leaf_of_account_failures;"


class Migration(migrations.Migration):
    """After 0011 and the log's own."""

    dependencies: ClassVar = [
        ("identity", "0011_contacts_in_contact"),
        ("engine", "0006_rulings"),
    ]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]

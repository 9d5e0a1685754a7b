"""Cards are a history: one is added, and once ended; the database refuses anything else."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION channels_kiosk_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
            AND to_jsonb(OLD) - 'ended_at' = to_jsonb(NEW) - 'ended_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a card is added or ended, never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON channels_kiosk_card
    FOR EACH ROW EXECUTE FUNCTION channels_kiosk_only_ends();
"""
BACKWARD = """
DROP TRIGGER only_ends ON channels_kiosk_card;
DROP FUNCTION channels_kiosk_only_ends;
"""


class Migration(migrations.Migration):
    dependencies = [("channels_kiosk", "0002_card")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

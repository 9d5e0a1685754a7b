"""Who wants no notices is a history; a text that was settled stays settled, and its words
are gone.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION sms_silence_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
            AND to_jsonb(OLD) - 'ended_at' = to_jsonb(NEW) - 'ended_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a silence is begun or ended, never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER only_ends BEFORE UPDATE OR DELETE ON sms_silence
    FOR EACH ROW EXECUTE FUNCTION sms_silence_only_ends();

CREATE FUNCTION sms_outgoing_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.mobile <> OLD.mobile OR NEW.source <> OLD.source OR NEW.kind <> OLD.kind THEN
        RAISE EXCEPTION 'a text keeps whom it is for and what it is about' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'waiting' OR OLD.state = 'sent' AND NEW.state IN ('delivered', 'failed')) THEN
        RAISE EXCEPTION 'a text cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> 'waiting' THEN
        NEW.words := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE ON sms_outgoing
    FOR EACH ROW EXECUTE FUNCTION sms_outgoing_only_forward();

CREATE FUNCTION sms_incoming_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answered_at IS NOT NULL THEN
        RAISE EXCEPTION 'a text that was answered stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER once BEFORE UPDATE ON sms_incoming FOR EACH ROW EXECUTE FUNCTION sms_incoming_once();
"""
BACKWARD = """
DROP TRIGGER once ON sms_incoming;
DROP FUNCTION sms_incoming_once;
DROP TRIGGER only_forward ON sms_outgoing;
DROP FUNCTION sms_outgoing_only_forward;
DROP TRIGGER only_ends ON sms_silence;
DROP FUNCTION sms_silence_only_ends;
"""


class Migration(migrations.Migration):
    """After 0001."""

    dependencies: ClassVar = [("sms", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]

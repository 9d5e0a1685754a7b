"""Consents and measures may be added and never changed; tickets and sittings only go forward. And
counts that name nobody.
"""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reception_consent
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reception_handling
    FOR EACH STATEMENT EXECUTE FUNCTION engine_refuse_change();

-- What was not known may become known; what was known stays. A sitting may be seen again while it lasts.
CREATE FUNCTION reception_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    known jsonb := jsonb_strip_nulls(to_jsonb(OLD));
    fresh jsonb := to_jsonb(NEW);
BEGIN
    IF TG_OP = 'UPDATE' AND known->'ended_at' IS NULL AND fresh @> (known - 'seen_at') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% only goes forward: nothing known is changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON reception_ticket
    FOR EACH ROW EXECUTE FUNCTION reception_only_forward();
CREATE TRIGGER only_forward BEFORE UPDATE OR DELETE ON reception_sitting
    FOR EACH ROW EXECUTE FUNCTION reception_only_forward();

-- A definer's function: whoever may see no row of anybody's may still count them.
CREATE FUNCTION reception_counts(since timestamptz, until timestamptz)
    RETURNS TABLE (service integer, channel text, count bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT t.service, s.channel, count(*)
    FROM engine_submission s
    JOIN engine_transaction t ON t.id >= s.id << 20 AND t.id < (s.id + 1) << 20
    WHERE s.asked_at >= since AND s.asked_at < until AND t.outcome <> 2 AND t.repeats IS NULL
    GROUP BY t.service, s.channel
$$;
"""
BACKWARD = """
DROP FUNCTION reception_counts(timestamptz, timestamptz);
DROP TRIGGER only_forward ON reception_sitting;
DROP TRIGGER only_forward ON reception_ticket;
DROP FUNCTION reception_only_forward;
DROP TRIGGER append_only ON reception_handling;
DROP TRIGGER append_only ON reception_consent;
"""


class Migration(migrations.Migration):
    dependencies = [("reception", "0001_initial"), ("engine", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

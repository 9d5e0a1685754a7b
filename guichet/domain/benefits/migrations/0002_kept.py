"""A pension ends once; what was ordered and run stays."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION benefits_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as it was written', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_payment
    FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON benefits_run
    FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON benefits_pension
    FOR EACH STATEMENT EXECUTE FUNCTION benefits_kept();
CREATE FUNCTION benefits_pension_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.paid_till IS NULL AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
        AND to_jsonb(NEW) - 'paid_till' - 'ended_at' - 'end_reason'
            = to_jsonb(OLD) - 'paid_till' - 'ended_at' - 'end_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a pension is not changed; it can only end, once'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER ends_once BEFORE UPDATE ON benefits_pension
    FOR EACH ROW EXECUTE FUNCTION benefits_pension_ends_once();
"""
BACKWARD = """
DROP TRIGGER ends_once ON benefits_pension;
DROP FUNCTION benefits_pension_ends_once;
DROP TRIGGER kept ON benefits_pension;
DROP TRIGGER append_only ON benefits_run;
DROP TRIGGER append_only ON benefits_payment;
DROP FUNCTION benefits_kept;
"""


class Migration(migrations.Migration):
    """Guards that the models cannot say."""

    dependencies = [("benefits", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

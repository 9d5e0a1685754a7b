"""What was ordered, gathered and released stays as it was; states go forward only, and nothing is
ever deleted.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payouts_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as it was written', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payouts_order
    FOR EACH STATEMENT EXECUTE FUNCTION payouts_kept();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payouts_batch
    FOR EACH STATEMENT EXECUTE FUNCTION payouts_kept();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON payouts_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION payouts_kept();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payouts_debit
    FOR EACH STATEMENT EXECUTE FUNCTION payouts_kept();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payouts_comeback
    FOR EACH STATEMENT EXECUTE FUNCTION payouts_kept();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payouts_decision
    FOR EACH STATEMENT EXECUTE FUNCTION payouts_kept();

CREATE FUNCTION payouts_order_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.party_kind, NEW.party, NEW.name, NEW.iban, NEW.amount, NEW.purpose, NEW.reference, NEW.transaction,
            NEW.ordered_at, NEW.journal_id)
        IS DISTINCT FROM (OLD.id, OLD.party_kind, OLD.party, OLD.name, OLD.iban, OLD.amount, OLD.purpose, OLD.reference,
            OLD.transaction, OLD.ordered_at, OLD.journal_id)
        OR (OLD.state, NEW.state) NOT IN (('waiting', 'batched'), ('batched', 'waiting'), ('batched', 'back'),
            ('back', 'waiting'), ('back', 'credited')) THEN
        RAISE EXCEPTION 'an order to pay is not changed, and goes from % to no %', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goes_forward BEFORE UPDATE ON payouts_order
    FOR EACH ROW EXECUTE FUNCTION payouts_order_goes_forward();

CREATE FUNCTION payouts_transfer_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT OLD.live OR NEW.live
        OR (NEW.id, NEW.batch_id, NEW.order_id, NEW.name, NEW.iban, NEW.amount)
        IS DISTINCT FROM (OLD.id, OLD.batch_id, OLD.order_id, OLD.name, OLD.iban, OLD.amount) THEN
        RAISE EXCEPTION 'a transfer is not changed; it can only end, once'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ends_once BEFORE UPDATE ON payouts_transfer
    FOR EACH ROW EXECUTE FUNCTION payouts_transfer_ends_once();

CREATE FUNCTION payouts_batch_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
BEGIN
    -- What was said once stays; what was not may be said.
    IF to_jsonb(NEW) @> jsonb_strip_nulls(was) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what is said of a batch stays'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER goes_forward BEFORE UPDATE ON payouts_batch
    FOR EACH ROW EXECUTE FUNCTION payouts_batch_goes_forward();
"""
BACKWARD = """
DROP TRIGGER goes_forward ON payouts_batch;
DROP FUNCTION payouts_batch_goes_forward;
DROP TRIGGER ends_once ON payouts_transfer;
DROP FUNCTION payouts_transfer_ends_once;
DROP TRIGGER goes_forward ON payouts_order;
DROP FUNCTION payouts_order_goes_forward;
DROP TRIGGER append_only ON payouts_decision;
DROP TRIGGER append_only ON payouts_comeback;
DROP TRIGGER append_only ON payouts_debit;
DROP TRIGGER kept ON payouts_transfer;
DROP TRIGGER kept ON payouts_batch;
DROP TRIGGER kept ON payouts_order;
DROP FUNCTION payouts_kept;
"""


class Migration(migrations.Migration):
    """Guards that the models cannot say."""

    dependencies = [("payouts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

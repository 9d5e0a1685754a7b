"""What the database itself guarantees: balanced journals, closed once posted, and nothing ever
altered.
"""

from django.db import migrations

# Judged once per statement over all rows it added, so a COPY of a million entries pays one
# aggregate. As every statement adds whole journals that sum to zero, no later one can unbalance an
# earlier.
BALANCED = """
CREATE FUNCTION ledger_entries_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT journal_id INTO wrong FROM added GROUP BY journal_id HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'journal % does not balance', wrong
            USING ERRCODE = '23514', TABLE = 'ledger_entry', CONSTRAINT = 'journal_balances';
    END IF;
    SELECT a.journal_id INTO wrong
    FROM (SELECT journal_id, count(*) AS rows FROM added GROUP BY journal_id) a
    WHERE a.rows <> (SELECT count(*) FROM ledger_entry e WHERE e.journal_id = a.journal_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'journal % is closed: entries are posted in one statement', wrong
            USING ERRCODE = '23514', TABLE = 'ledger_entry', CONSTRAINT = 'journal_closed';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_balance AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_balance();
"""
APPEND_ONLY = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: post a further journal instead', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_journal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
"""
UNDO = """
DROP TRIGGER append_only ON ledger_account;
DROP TRIGGER append_only ON ledger_journal;
DROP TRIGGER append_only ON ledger_entry;
DROP FUNCTION ledger_append_only;
DROP TRIGGER entries_balance ON ledger_entry;
DROP FUNCTION ledger_entries_balance;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(BALANCED + APPEND_ONLY, UNDO)]

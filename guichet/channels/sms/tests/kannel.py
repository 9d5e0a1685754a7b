"""A real Kannel (bearerbox and smsbox, Debian) between a sandbox message centre and this process's
web server.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BEARERBOX, SMSBOX = (
    shutil.which("bearerbox", path="/usr/sbin:/usr/bin"),
    shutil.which("smsbox", path="/usr/sbin:/usr/bin"),
)

_CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = "127.0.0.1"
admin-password = x
admin-deny-ip = "*.*.*.*"
admin-allow-ip = "127.0.0.1"
smsbox-port = {box}
smsbox-interface = "127.0.0.1"
box-allow-ip = "127.0.0.1"
log-file = "{folder}/bearerbox.log"
log-level = 2
store-type = spool
store-location = "{folder}/spool"
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = sandbox
host = 127.0.0.1
port = {smpp}
transceiver-mode = true
smsc-username = "guichet"
smsc-password = "secret"
system-type = ""
interface-version = 34
max-pending-submits = 100
enquire-link-interval = 30
reconnect-delay = 1
msg-id-type = 0x00

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
sendsms-interface = "127.0.0.1"
global-sender = 2000
log-file = "{folder}/smsbox.log"
log-level = 2
mo-recode = true
http-request-retry = 3
http-queue-delay = 1

group = sendsms-user
username = guichet
password = secret
user-allow-ip = "127.0.0.1"
max-messages = 10
concatenation = true
omit-empty = true

group = sms-service
keyword = default
get-url = "{web}/sms/kannel/text?provider=kannel&key={key}&from=%p&to=%P&id=%I&text=%a"
catch-all = true
max-messages = 0
concatenation = true
assume-plain-text = true
"""


def free_port() -> int:
    """A port nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def kannel(folder: Path, smpp: int, web: str, key: str) -> Iterator[int]:
    """Both boxes; the port of sendsms."""
    (folder / "spool").mkdir(parents=True)
    admin, box, send = free_port(), free_port(), free_port()
    text = _CONFIGURATION.format(
        admin=admin, box=box, send=send, smpp=smpp, folder=folder, web=web, key=key
    )
    path = folder / "kannel.conf"
    path.write_text(text, encoding="utf-8")
    with (folder / "out.log").open("wb") as log:
        bearer = subprocess.Popen([str(BEARERBOX), "-v", "4", str(path)], stdout=log, stderr=log)
        try:
            _reachable(box, bearer)
            sms = subprocess.Popen([str(SMSBOX), "-v", "4", str(path)], stdout=log, stderr=log)
            try:
                _reachable(send, sms)
                yield send
            finally:
                sms.terminate()
                sms.wait(10)
        finally:
            bearer.terminate()
            bearer.wait(10)


def _reachable(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"it ended with status {process.returncode}")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on {port}")

"""A caller that is not ours: baresip dials, presses keys by RFC 4733, and records what it hears."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import wave
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

_MODULES = "/usr/lib/baresip/modules"


def installed() -> bool:
    """Whether baresip is here, with the modules that need no sound card."""
    return bool(shutil.which("baresip")) and (Path(_MODULES) / "aufile.so").exists()


@dataclass
class Baresip:
    """One caller; ``with Baresip(folder, port, number) as caller``."""

    folder: Path
    port: int  # of SIP; its control and media ports lie above
    number: str
    closed: bool = False
    _buffer: bytes = b""
    _events: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        with wave.open(str(self.folder / "silence.wav"), "wb") as silence:
            silence.setparams((1, 2, 8000, 0, "NONE", ""))
            silence.writeframes(b"\0\0" * 8000 * 240)  # it hangs up where this ends
        control, media = self.port + 3, self.port + 100  # one above is its TLS
        names = "g711 aubridge aufile sndfile account menu ctrl_tcp".split()
        (self.folder / "config").write_text(
            f"module_path {_MODULES}\nsip_listen 127.0.0.1:{self.port}\nctrl_tcp_listen 127.0.0.1:{control}\n"
            f"rtp_ports {media}-{media + 20}\naudio_source aufile,{self.folder}/silence.wav\naudio_player aubridge,sink\n"
            f"audio_channels 1\nsrate 8000\nsnd_path {self.folder}\nnet_interface 127.0.0.1\n"
            + "".join(
                f"{'module_app' if n in ('account', 'menu', 'ctrl_tcp') else 'module'} {n}.so\n"
                for n in names
            )
        )
        account = f"<sip:{self.number}@127.0.0.1>;regint=0;audio_codecs=pcmu/8000/1\n"
        (self.folder / "accounts").write_text(account)
        self._log = (self.folder / "baresip.log").open("wb")
        self._process = subprocess.Popen(
            ["baresip", "-f", str(self.folder)],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        for _ in range(100):
            time.sleep(0.1)
            with suppress(OSError):
                self._control = socket.create_connection(("127.0.0.1", control))
                self._control.settimeout(0.05)
                return self
        raise AssertionError((self.folder / "baresip.log").read_text("utf-8", "replace"))

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        with suppress(OSError):
            self._tell("quit")
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._control.close()
        self._log.close()

    def dial(self, address: str) -> None:
        """Call, and wait until somebody answers."""
        self._tell("dial", address)
        assert self.until(lambda: "CALL_ESTABLISHED" in self._events, 10), self._events

    def press(self, keys: str) -> None:
        """Press keys as fast as a practised finger."""
        for key in keys:
            self._tell("sndcode", key)
            self.until(lambda: self.closed, 0.1)
            self._tell("sndcode", "\x04")
            self.until(lambda: self.closed, 0.1)

    def hang_up(self) -> None:
        """End the call."""
        self._tell("hangup")
        self.until(lambda: self.closed, 3)

    def until(self, happened: Callable[[], bool], within: float) -> bool:
        """Let time pass until something happened."""
        ends = time.monotonic() + within
        while not happened():
            if time.monotonic() > ends:
                return False
            self._listen()
        return True

    def recording(self) -> Path:
        """What the caller heard."""
        return max(self.folder.glob("dump-*-dec.wav"), key=lambda path: path.stat().st_mtime)

    def _tell(self, command: str, params: str = "") -> None:
        body = json.dumps({"command": command} | ({"params": params} if params else {})).encode()
        self._control.sendall(b"%d:%s," % (len(body), body))

    def _listen(self) -> None:
        with suppress(TimeoutError):
            self._buffer += self._control.recv(65_536)
        while True:
            size, colon, rest = self._buffer.partition(b":")
            if not colon or len(rest) < int(size) + 1:
                return
            said, self._buffer = json.loads(rest[: int(size)]), rest[int(size) + 1 :]
            if said.get("event"):
                self._events.append(str(said.get("type")))
                self.closed = self.closed or said.get("type") == "CALL_CLOSED"

"""What an X-Road security server says about a call: which member asked, under which message number,
for which case.

It goes into the audit log beside the actor; it gives no right by itself. Only the institution's own
security server is believed (``GUICHET_XROAD_SERVERS``); from anybody else such headers are refused,
not passed over, so that nobody takes a forged message number for a recorded one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from guichet.channels.api.problems import XROAD_FOREIGN, XROAD_MALFORMED, Problem
from guichet.channels.shared.address import address_of

# The headers of the message protocol for REST, and their names in the audit log.
_NAMES = {
    "X-Road-Client": "xroad_client",
    "X-Road-Service": "xroad_service",
    "X-Road-Id": "xroad_id",
    "X-Road-Request-Id": "xroad_request",
    "X-Road-UserId": "xroad_user",
    "X-Road-Issue": "xroad_issue",
    "X-Road-Represented-Party": "xroad_represented",
}
_LONGEST = 255
_SOUND = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
# instance/class/member/subsystem, each percent-encoded; a member may ask without a subsystem.
_CLIENT = re.compile(r"[^/\s]+/[^/\s]+/[^/\s]+(?:/[^/\s]+)?")


def via(request: HttpRequest) -> dict[str, str]:
    """What the audit log is to keep; nothing for a call that did not come over X-Road.

    Raises:
        Problem: somebody else says so, or the headers are not as the protocol has them.
    """
    if not any(name.lower().startswith("x-road-") for name in request.headers):
        return {}
    if not _is_security_server(address_of(request)):
        raise Problem(XROAD_FOREIGN)
    found = {key: request.headers[name] for name, key in _NAMES.items() if name in request.headers}
    for value in found.values():
        if len(value) > _LONGEST or not _SOUND.fullmatch(value):
            raise Problem(XROAD_MALFORMED)
    if not _CLIENT.fullmatch(found.get("xroad_client", "")):
        raise Problem(XROAD_MALFORMED)
    return found


def _is_security_server(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _networks(tuple(settings.XROAD_SERVERS)))


@lru_cache(maxsize=4)
def _networks(given: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text, strict=False) for text in given)

"""Where messages may go: to https addresses on the public network, so that nobody makes us call our
own insides.

The name is looked at when it is registered, and its addresses each time a message is sent: the
connection is then made to the very addresses that were looked at, so a name that changes its mind
between the two leads nowhere.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from guichet.engine.refusal import Refusal, Refused

LONGEST = 500
_INSIDE = ("localhost", ".localhost", ".local", ".internal", ".home.arpa", ".onion")
# Ways of writing an IPv4 address inside an IPv6 one: they may lead anywhere.
_TUNNELS = tuple(
    IPv6Network(n)
    for n in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "::/96",
        "::ffff:0:0:0/96",
        "fec0::/10",
    )
)
# Of IANA's registries of special-purpose addresses, what Python of some versions takes for public.
_SPECIAL = tuple(
    ip_network(n)
    for n in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "240.0.0.0/4",
        "100::/64",
        "100:0:0:1::/64",
        "2001::/23",
        "2001:db8::/32",
        "2620:4f:8000::/48",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
    )
)

HOOK_ADDRESS = Refusal(
    "webhook-address",
    ar="العنوان غير مقبول. اكتب عنوانًا يبدأ بـ https:// لخادم على الشبكة العامة، بلا اسم مستخدم ولا علامة #.",
    en="This address is not accepted. Give one that begins with https://, of a server on the public network, without user name and without #.",
    fr="Cette adresse n’est pas acceptée. Indiquez une adresse en https:// d’un serveur du réseau public, sans nom d’utilisateur ni #.",
)


def check(url: str, *, anywhere: bool) -> str:
    """The address as it is kept.

    Args:
        anywhere: http and addresses of the own network too: for demonstrations.

    Raises:
        Refused: it is none we send to.
    """
    text = url.strip()
    if not 0 < len(text) <= LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise Refused(HOOK_ADDRESS, "url")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Refused(HOOK_ADDRESS, "url") from None
    if (
        not _well_made(parts, anywhere=anywhere)
        or port == 0
        or not _may_be(parts.hostname or "", anywhere=anywhere)
    ):
        raise Refused(HOOK_ADDRESS, "url")
    return text


def _well_made(parts: SplitResult, *, anywhere: bool) -> bool:
    schemes = {"https", "http"} if anywhere else {"https"}
    return (
        parts.scheme in schemes
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and "\\" not in parts.netloc
        and not parts.fragment
    )


def _may_be(host: str, *, anywhere: bool) -> bool:
    """Whether the name as such is of the public network; what only looks like a number is
    no name.
    """
    if anywhere:
        return True
    name = host.rstrip(".").lower()
    try:
        return is_public(name)
    except ValueError:
        pass
    last = name.rpartition(".")[2]
    return "." in name and not last[:1].isdigit() and not name.endswith(_INSIDE)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network.

    Raises:
        ValueError: it is no IP address.
    """
    found: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif any(found in network for network in _TUNNELS):
            return False
    if any(found in network for network in _SPECIAL if network.version == found.version):
        return False
    return found.is_global and not found.is_multicast

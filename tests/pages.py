"""A page as a browser reads it: where a template breaks its lines is no part of it."""

from __future__ import annotations

import re

_REST = r"""\b(?:"[^"]*"|'[^']*'|[^>"'])*>"""
# Blank space is not shown at the edges of these, neither within nor without ...
_BLOCKS = (
    "address|article|aside|body|caption|col|colgroup|dd|details|dialog|div|dl|dt|fieldset|figure|"
    "footer|form|h[1-6]|head|header|hr|html|legend|li|link|main|meta|nav|ol|option|p|script|"
    "section|select|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_EDGE = re.compile(rf"\s*(</?(?:{_BLOCKS}){_REST})\s*")
# ... and of these only within.
_WITHIN = re.compile(rf"(<button{_REST})\s+|\s+(</button>)")

_AS_IT_IS = re.compile(
    r"(<(?:pre|textarea|script|style)\b.*?</(?:pre|textarea|script|style)>)", re.S
)
_TAG = re.compile(rf"(<[a-zA-Z/!]{_REST[2:]})")
_IN_A_TAG = re.compile(r"""("[^"]*"|'[^']*')|\s+(/?>)?""")


def laid_out(page: str) -> str:
    """The page with one blank for a line break and its indentation, one between attributes, and
    none at the edges of blocks; what is preformatted or typed stays as it is.
    """
    parts = _AS_IT_IS.split(page)
    parts[::2] = [_closed_up(part) for part in parts[::2]]
    return "".join(parts).strip()


def _closed_up(part: str) -> str:
    pieces = _TAG.split(part)
    pieces[::2] = [re.sub(r"\s*\n\s*", " ", text) for text in pieces[::2]]
    pieces[1::2] = [
        _IN_A_TAG.sub(lambda found: found[1] or found[2] or " ", tag) for tag in pieces[1::2]
    ]
    part = _EDGE.sub(r"\1", "".join(pieces))
    return _WITHIN.sub(lambda found: found[1] or found[2], part)

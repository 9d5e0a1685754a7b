"""The provider's two pages, in Arabic or English, without a script: signing in, and the
telephone.
"""

from __future__ import annotations

from html import escape

from demo.identity_provider.state import Push
from demo.population import a_living

_WORDS = {
    "ar": {
        "dir": "rtl",
        "title": "الهوية الوطنية التجريبية",
        "who": "من أنت؟",
        "number": "رقم الهوية أو الإقامة",
        "for": "لأجل",
        "approve": "أنا هو، تابع",
        "refuse": "رفض",
        "phone": "هاتف",
        "pick": "اختر الرقم الذي تراه على الشاشة الأخرى",
        "none": "لا طلبات على هذا الهاتف.",
        "show": "افتح الهاتف",
        "example": "مثال",
        "done": {
            "approved": "تمت الموافقة. ارجع إلى الشاشة الأخرى.",
            "refused": "رُفض الطلب.",
            "expired": "انتهى الطلب.",
        },
        "messages": "رسائل",
        "nothing": "لا رسائل.",
        "to": "رقم الجوال أو البريد",
        "unknown": "لا يوجد شخص حي بهذا الرقم.",
        "other": ("en", "English"),
    },
    "en": {
        "dir": "ltr",
        "title": "National identity for trial use",
        "who": "Who are you?",
        "number": "National ID or residence number",
        "for": "For",
        "approve": "It is me, go on",
        "refuse": "Refuse",
        "phone": "Telephone",
        "pick": "Pick the number you see on the other screen",
        "none": "Nothing waits on this telephone.",
        "show": "Open the telephone",
        "example": "For example",
        "done": {
            "approved": "Approved. Go back to the other screen.",
            "refused": "Refused.",
            "expired": "The request has expired.",
        },
        "messages": "Messages",
        "nothing": "No messages.",
        "to": "Mobile number or mail address",
        "unknown": "No living person has this number.",
        "other": ("ar", "العربية"),
    },
}
STYLE = """
body{font:1.125rem/1.6 system-ui,sans-serif;margin:0;background:#f2efe8;color:#1d2b2a}
main{max-width:26rem;width:calc(100% - 2rem);box-sizing:border-box;margin:2rem auto;padding:1.5rem;
background:#fff;border-radius:1rem;border:1px solid #cfc8b8}
h1{font-size:1.375rem;margin:0 0 1rem}
input,button{font:inherit;padding:.625rem .875rem;border-radius:.5rem;border:1px solid #6b7472}
input{width:100%;box-sizing:border-box}
button{background:#084543;color:#fff;border-color:#084543;margin-block-start:.75rem;cursor:pointer}
button.pick{font-size:2rem;min-width:5rem;margin-inline-end:.5rem}
button.no{background:#fff;color:#7a1d18;border-color:#7a1d18}
:focus-visible{outline:3px solid #b06f10;outline-offset:2px}small{color:#4c5654}
"""


def authorize_page(query: str, problem: str, language: str) -> bytes:
    """Who are you? ``query`` is the client's question, carried through the form."""
    w = _WORDS[language]
    said = f'<p role="alert"><b>{w["unknown"]}</b></p>' if problem else ""
    body = (
        f'<h1>{w["who"]}</h1>{said}<form method="post" action="/authorize?{escape(query)}">'
        f'<label for="n">{w["number"]}</label><input id="n" name="person" inputmode="numeric" dir="ltr" autofocus required>'
        f'<p><small>{w["example"]}: <bdi dir="ltr">{a_living(1)}</bdi></small></p>'
        f'<button name="choice" value="approve">{w["approve"]}</button> '
        f'<button class="no" name="choice" value="refuse" formnovalidate>{w["refuse"]}</button></form>'
    )
    return _page(body, language)


def telephone_page(person: str, waiting: list[Push], done: str, language: str) -> bytes:
    """Somebody's telephone, with what waits on it."""
    w = _WORDS[language]
    body = f'<h1>{w["phone"]} <bdi dir="ltr">{escape(person)}</bdi></h1>'
    if done:
        body += f'<p role="status"><b>{w["done"][done]}</b></p>'  # type: ignore[index]
    for push in waiting:
        picks = "".join(
            f'<button class="pick" name="picked" value="{n}">{n}</button>' for n in push.choices
        )
        body += (
            f'<form method="post" action="/phone?lang={language}"><input type="hidden" name="request" value="{push.id}">'
            f'<input type="hidden" name="person" value="{escape(person)}"><p>{w["for"]}: <b>{escape(push.service)}</b></p>'
            f'<p>{w["pick"]}</p>{picks}<br><button class="no" name="picked" value="">{w["refuse"]}</button></form>'
        )
    if person and not waiting and not done:
        body += f"<p>{w['none']}</p>"
    body += (
        f'<form method="get" action="/phone"><input type="hidden" name="lang" value="{language}"><label for="n">{w["number"]}</label>'
        f'<input id="n" name="person" value="{escape(person)}" inputmode="numeric" dir="ltr" required><button>{w["show"]}</button></form>'
    )
    return _page(body, language)


def messages_page(to: str, messages: list[str], language: str) -> bytes:
    """What came to a mobile number or a mail address."""
    w = _WORDS[language]
    items = "".join(f"<li>{escape(text)}</li>" for text in messages) or f"<li>{w['nothing']}</li>"
    body = (
        f'<h1>{w["messages"]} <bdi dir="ltr">{escape(to)}</bdi></h1><ul>{items}</ul><form method="get" action="/messages">'
        f'<input type="hidden" name="lang" value="{language}"><label for="n">{w["to"]}</label>'
        f'<input id="n" name="to" value="{escape(to)}" dir="ltr" required><button>{w["show"]}</button></form>'
    )
    return _page(body, language)


def _page(body: str, language: str) -> bytes:
    w = _WORDS[language]
    code, name = w["other"]
    return (
        f'<!doctype html><html lang="{language}" dir="{w["dir"]}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{w["title"]}</title><style>{STYLE}</style>'
        f'<main><p><small>{w["title"]} · <a href="/phone?lang={code}" lang="{code}">{name}</a></small></p>{body}</main></html>'
    ).encode()

"""The counter as a page: look a bill up, pay it as at a bank, an ATM or by telephone, take a
payment back. No script.
"""

from __future__ import annotations

from html import escape
from typing import Any

from guichet.lib.locale import here
from guichet.lib.money import plain_amount, show_minor

_SIGN = here().currency.sign

CHANNELS = ("atm", "internet", "branch", "telephone")
LUCK = ("1", "2", "0")
_WORDS = {
    "ar": {
        "dir": "rtl",
        "title": "مجمّع الفواتير التجريبي",
        "other": "English",
        "other_code": "en",
        "intro": "يمثل صرّافًا آليًا أو مصرفًا: أدخل رقم الفاتورة ثم سددها، ويُشعر بها النظام في الحال.",
        "reference": "رقم الفاتورة (15 رقمًا)",
        "look": "استعلام",
        "left": f"المتبقي ({_SIGN.ar})",
        "due": "آخر يوم للسداد",
        "amount": f"المبلغ ({_SIGN.ar})",
        "channel": "قناة السداد",
        "notices": "الإشعار",
        "pay": "سداد",
        "atm": "صراف آلي",
        "internet": "الإنترنت المصرفي",
        "branch": "فرع",
        "telephone": "الهاتف المصرفي",
        "1": "مرة واحدة",
        "2": "مرتين",
        "0": "يضيع",
        "paid": "المدفوعات الأخيرة",
        "back": "إلغاء السداد",
        "part": "استرداد جزء",
        "reversed": "أُلغيت",
        "told": "أُشعر بها",
        "waiting": "بانتظار الإشعار",
        "lost": "ضاع إشعارها",
        "unknown": "لا توجد فاتورة بهذا الرقم.",
        "amount-wrong": "اكتب مبلغًا أكبر من صفر.",
        "done": "تم السداد.",
        "none": "لا مدفوعات بعد.",
        "state": "الحالة",
        "bills": "فواتير للتجربة",
        "account": "المنشأة",
        "month": "الشهر",
    },
    "en": {
        "dir": "ltr",
        "title": "Bill consolidator for trial use",
        "other": "العربية",
        "other_code": "ar",
        "intro": "Plays an ATM or a bank: enter a bill's number and pay it; the institution is told at once.",
        "reference": "Bill number (15 digits)",
        "look": "Look up",
        "left": f"Left to pay ({_SIGN.en})",
        "due": "Pay by",
        "amount": f"Amount ({_SIGN.en})",
        "channel": "Paid at",
        "notices": "Notice",
        "pay": "Pay",
        "atm": "ATM",
        "internet": "Internet banking",
        "branch": "Branch",
        "telephone": "Telephone banking",
        "1": "Once",
        "2": "Twice",
        "0": "Is lost",
        "paid": "Latest payments",
        "back": "Take back",
        "part": "Take a part back",
        "reversed": "taken back",
        "told": "told",
        "waiting": "still to be told",
        "lost": "notice lost",
        "unknown": "There is no bill of that number.",
        "amount-wrong": "Write an amount above nought.",
        "done": "Paid.",
        "none": "No payments yet.",
        "state": "State",
        "bills": "Bills to try",
        "account": "Establishment",
        "month": "Month",
    },
}
_STYLE = (
    "body{font:1.05rem/1.6 system-ui,sans-serif;max-inline-size:52rem;margin:2rem auto;padding-inline:1rem}"
    "form{margin-block:1rem}label{display:block;margin-block:.5rem}input,select,button{font:inherit;padding:.3rem}"
    "table{border-collapse:collapse;inline-size:100%}td,th{padding:.35rem .6rem;text-align:start;border-block-end:1px solid #bbb}"
    ".note{padding:.6rem;background:#eef;border-inline-start:4px solid #336}td form{margin:0}"
)
Row = dict[str, Any]


def page(
    language: str,
    bill: Row | None,
    payments: list[Row],
    bills: list[Row],
    *,
    said: str = "",
    typed: str = "",
) -> bytes:
    """The whole page; ``bill`` was looked up, ``said`` is a word of `_WORDS` to tell."""
    code = "en" if language == "en" else "ar"
    words = _WORDS[code]
    note = f'<p class="note" role="status">{words[said]}</p>' if said in words else ""
    hidden = f'<input type="hidden" name="lang" value="{code}">'
    look = (
        f'<form method="get" action="/">{hidden}<label>{words["reference"]} <input name="bill" inputmode="numeric"'
        f' dir="ltr" size="18" value="{escape(typed)}" required></label><button>{words["look"]}</button></form>'
    )
    return (
        f'<!doctype html><html lang="{code}" dir="{words["dir"]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{words["title"]}</title><style>{_STYLE}</style></head>'
        f'<body><main><p><a href="/?lang={words["other_code"]}" lang="{words["other_code"]}">{words["other"]}</a></p>'
        f"<h1>{words['title']}</h1><p>{words['intro']}</p>{note}{look}{_bill(bill, words, hidden)}"
        f"{_bills(bills, words, code)}{_payments(payments, words, hidden)}</main></body></html>"
    ).encode()


def _bill(bill: Row | None, words: dict[str, str], hidden: str) -> str:
    if bill is None:
        return ""
    channels = "".join(f'<option value="{c}">{words[c]}</option>' for c in CHANNELS)
    luck = "".join(f'<option value="{n}">{words[n]}</option>' for n in LUCK)
    return (
        f'<form method="post" action="/pay">{hidden}<input type="hidden" name="bill" value="{bill["reference"]}">'
        f"<p>{words['left']}: <strong><bdi>{show_minor(bill['left'])}</bdi></strong> · {words['due']}:"
        f" <bdi>{escape(bill['due_on'])}</bdi></p>"
        f'<label>{words["amount"]} <input name="amount" inputmode="decimal" dir="ltr" value="{plain_amount(bill["left"])}"></label>'
        f'<label>{words["channel"]} <select name="channel">{channels}</select></label>'
        f'<label>{words["notices"]} <select name="luck">{luck}</select></label><button>{words["pay"]}</button></form>'
    )


def _bills(bills: list[Row], words: dict[str, str], code: str) -> str:
    if not bills:
        return ""
    rows = "".join(
        f'<tr><td><a href="/?lang={code}&amp;bill={b["reference"]}"><bdi>{b["reference"]}</bdi></a></td>'
        f"<td><bdi>{show_minor(b['amount'])}</bdi></td></tr>"
        for b in bills[:10]
    )
    return (
        f"<h2>{words['bills']}</h2><table><thead><tr><th scope=col>{words['reference']}</th>"
        f"<th scope=col>{words['left']}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _payments(payments: list[Row], words: dict[str, str], hidden: str) -> str:
    if not payments:
        return f"<h2>{words['paid']}</h2><p>{words['none']}</p>"
    rows = "".join(_payment(one, words, hidden) for one in payments)
    return f"<h2>{words['paid']}</h2><table><tbody>{rows}</tbody></table>"


def _payment(one: Row, words: dict[str, str], hidden: str) -> str:
    if one["reversed_at"]:
        state = words["reversed"]
    elif one["wanted"] == 0:
        state = words["lost"]
    else:
        state = words["told"] if one["notices"] >= one["wanted"] else words["waiting"]
    if one["back"] and not one["reversed_at"]:
        state += f" · {words['part']} <bdi>{show_minor(one['back'])}</bdi>"
    back = (
        ""
        if one["reversed_at"]
        else f'<form method="post" action="/reverse">{hidden}<input type="hidden" name="payment" value="{one["id"]}">'
        f"<button>{words['back']}</button></form>"
        f'<form method="post" action="/part">{hidden}<input type="hidden" name="payment" value="{one["id"]}">'
        f'<input name="amount" size="8" dir="ltr" inputmode="decimal" required aria-label="{words["amount"]}">'
        f"<button>{words['part']}</button></form>"
    )
    return (
        f"<tr><td><bdi>{one['reference']}</bdi></td><td><bdi>{show_minor(one['amount'])}</bdi></td>"
        f"<td>{words.get(one['channel'], escape(one['channel']))}</td><td>{state}</td><td>{back}</td></tr>"
    )

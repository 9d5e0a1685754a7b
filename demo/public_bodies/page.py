"""The operator's page: the switches as plain forms, in Arabic or English, without a script."""

from __future__ import annotations

from functools import cache
from html import escape

from demo.population import a_business, a_dead, a_living, an_unknown
from demo.public_bodies.switches import BODIES, LATENCY_LIMIT_MS, MODES, Switch, Switches

_WORDS = {
    "ar": {
        "dir": "rtl",
        "title": "الجهات العامة التجريبية",
        "intro": "سجلات ومصرف مصطنعة تجيب كما تجيب الجهات الحقيقية. غيّر حالتهما لترى أثر ذلك.",
        "civil": "السجل المدني",
        "commerce": "السجل التجاري",
        "justice": "وزارة العدل",
        "labour": "سجل الباحثين عن عمل",
        "bank": "المصارف",
        "education": "وزارة التعليم",
        "health": "وزارة الصحة",
        "latency_ms": "تأخير الرد (جزء من الألف من الثانية)",
        "outage": "متوقف عن الخدمة (503)",
        "error_rate": "نسبة الأخطاء (من 0 إلى 1)",
        "mode": "طريقة الرد",
        "normal": "سليمة",
        "hang": "لا يرد أبدًا",
        "garbage": "رد تالف",
        "save": "حفظ",
        "examples": "أرقام للتجربة",
        "living": "حي، مواطن",
        "resident": "حي، مقيم",
        "dead": "متوفى",
        "unknown": "غير معروف",
        "active": "منشأة قائمة",
        "cancelled": "منشأة مشطوبة",
        "other": "English",
        "other_code": "en",
    },
    "en": {
        "dir": "ltr",
        "title": "Public bodies for trial use",
        "intro": "Two synthetic registries and a bank that answer as the true ones do. Change their state to "
        "see what follows.",
        "civil": "Civil registry",
        "commerce": "Commercial registry",
        "justice": "Ministry of Justice",
        "labour": "Register of job seekers",
        "bank": "Banks",
        "education": "Ministry of Education",
        "health": "Ministry of Health",
        "latency_ms": "Delay of the answer (milliseconds)",
        "outage": "Out of service (503)",
        "error_rate": "Share of errors (0 to 1)",
        "mode": "Way of answering",
        "normal": "Proper",
        "hang": "Never answers",
        "garbage": "Broken answer",
        "save": "Save",
        "examples": "Numbers to try",
        "living": "Living citizen",
        "resident": "Living resident",
        "dead": "Dead",
        "unknown": "Unknown",
        "active": "Active business",
        "cancelled": "Cancelled business",
        "other": "العربية",
        "other_code": "ar",
    },
}

_STYLE = (
    "body{font:1.1rem/1.6 system-ui,sans-serif;max-inline-size:44rem;margin:2rem auto;"
    "padding-inline:1rem}fieldset{margin-block:1.5rem;padding:1rem}legend{font-weight:700}"
    "label{display:block;margin-block:.6rem}input,select,button{font:inherit;padding:.3rem}"
    "td,th{padding:.3rem .8rem;text-align:start}"
)


def page(switches: Switches, language: str) -> bytes:
    """The whole page as UTF-8; any language but ``en`` is Arabic."""
    code = "en" if language == "en" else "ar"
    words = _WORDS[code]
    forms = "".join(_form(body, switches.of(body), code) for body in BODIES)
    rows = "".join(
        f"<tr><th scope=row>{words[what]}</th><td><bdi>{number}</bdi></td></tr>"
        for what, number in _examples()
    )
    return (
        f'<!doctype html><html lang="{code}" dir="{words["dir"]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{words["title"]}</title>'
        f"<style>{_STYLE}</style></head><body><main>"
        f'<p><a href="/?lang={words["other_code"]}" lang="{words["other_code"]}">{words["other"]}'
        f"</a></p><h1>{words['title']}</h1><p>{words['intro']}</p>{forms}"
        f"<h2>{words['examples']}</h2><table>{rows}</table></main></body></html>"
    ).encode()


def settings_of(form: dict[str, list[str]]) -> dict[str, dict[str, object]]:
    """The fields of one posted form as the settings of one registry; the switches check them."""
    field = {key: values[-1] for key, values in form.items()}
    settings: dict[str, object] = {
        "latency_ms": _number(field.get("latency_ms", "0"), int),
        "error_rate": _number(field.get("error_rate", "0"), float),
        "outage": "outage" in field,  # an unticked box is not sent
        "mode": field.get("mode", "normal"),
    }
    return {field.get("body", ""): settings}


def _number(text: str, kind: type[int] | type[float]) -> object:
    """The number, or the text itself, which the switches will refuse with a reason."""
    try:
        return kind(text)
    except ValueError:
        return text


def _form(body: str, switch: Switch, code: str) -> str:
    """One registry's switches."""
    words = _WORDS[code]
    options = "".join(
        f'<option value="{mode}"{" selected" if mode == switch.mode else ""}>{words[mode]}</option>'
        for mode in MODES
    )
    return (
        f'<form method="post" action="/control"><fieldset><legend>{words[body]}</legend>'
        f'<input type="hidden" name="body" value="{body}">'
        f'<input type="hidden" name="lang" value="{code}">'
        f'<label><input type="checkbox" name="outage"{" checked" if switch.outage else ""}> '
        f"{words['outage']}</label>"
        f'<label>{words["latency_ms"]} <input type="number" name="latency_ms" min="0" '
        f'max="{LATENCY_LIMIT_MS}" value="{switch.latency_ms}"></label>'
        f'<label>{words["error_rate"]} <input type="number" name="error_rate" min="0" max="1" '
        f'step="any" value="{escape(str(switch.error_rate))}"></label>'
        f'<label>{words["mode"]} <select name="mode">{options}</select></label>'
        f"<button>{words['save']}</button></fieldset></form>"
    )


@cache
def _examples() -> list[tuple[str, int]]:
    """Numbers whose answers differ, so that a visitor need not guess any."""
    return [
        ("living", a_living()),
        ("resident", a_living(saudi=False)),
        ("dead", a_dead()),
        ("unknown", an_unknown()),
        ("active", a_business()),
        ("cancelled", a_business(status="cancelled")),
    ]

"""``python -m demo.sms``: the sandbox message centre, and a page with handsets."""

from __future__ import annotations

import argparse
import asyncio
import html
from contextlib import suppress
from urllib.parse import quote

from aiohttp import web

from demo.sms.smsc import Smsc, Text
from demo.telephone.founding import TELEPHONES

_STYLE = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:34rem;margin:1.5rem auto;padding:0 1rem;color:#1b1b1b}"
    "iframe{width:100%;height:26rem;border:1px solid #888;border-radius:.5rem}p{white-space:pre-wrap;padding:.6rem .8rem;"
    "border-radius:.6rem;margin:.5rem 0;background:#eee;max-width:85%;width:fit-content}.out{background:#0b4a3b;color:#fff;"
    "margin-inline-start:auto}input,button,select{font:inherit;padding:.5rem}input{width:70%}small{color:#555}"
)
_SHORT_CODE = "2000"


def _page(body: str, head: str = "") -> web.Response:
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Handset</title>{head}'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>'
    )
    return web.Response(text=text, content_type="text/html")


def _bubble(text: Text) -> str:
    parts = f"<br><small>{text.parts} parts</small>" if text.parts > 1 and not text.out else ""
    return f'<p dir="auto"{" class=out" if text.out else ""}>{html.escape(text.words)}{parts}</p>'


def _number(given: str) -> str:
    return (
        given
        if given.startswith("+") and given[1:].isdigit() and len(given) < 17
        else TELEPHONES[0].mobile
    )


def application(smsc: Smsc) -> web.Application:
    """The page, and the same as JSON for scripts."""

    async def handset(request: web.Request) -> web.Response:
        number = _number(request.query.get("number", ""))
        others = " · ".join(
            f'<a href="/?number={quote(t.mobile)}">{t.username} {t.mobile}</a>' for t in TELEPHONES
        )
        return _page(
            f"<h1>Handset {html.escape(number)}</h1><p>{others}</p>"
            f'<iframe title="Conversation" src="/texts?number={quote(number)}"></iframe>'
            f'<form method="post" action="/text"><input type="hidden" name="number" value="{html.escape(number)}">'
            '<label for="words">Text to the institution</label><br>'
            '<input id="words" name="words" dir="auto" autocomplete="off" autofocus maxlength="600"> <button>Send</button></form>'
        )

    async def texts(request: web.Request) -> web.Response:
        number = _number(request.query.get("number", ""))
        shown = (
            "".join(map(_bubble, reversed(smsc.inbox[number][-30:]))) or "<small>Text HELP.</small>"
        )
        return _page(shown, '<meta http-equiv="refresh" content="1">')

    async def text(request: web.Request) -> web.Response:
        given = await request.post()
        number, words = _number(str(given.get("number", ""))), str(given.get("words", ""))[:600]
        if words and smsc.links:
            await smsc.text(number, _SHORT_CODE, words)
        elif words:
            smsc.inbox[number].append(
                Text(number, "", "Not sent: the institution is not linked.", 1)
            )
        raise web.HTTPSeeOther(f"/?number={quote(number)}")

    async def inbox(request: web.Request) -> web.Response:
        number = _number(request.query.get("number", ""))
        return web.json_response([vars(t) for t in smsc.inbox[number]])

    app = web.Application()
    app.add_routes(
        [
            web.get("/", handset),
            web.get("/texts", texts),
            web.post("/text", text),
            web.get("/inbox.json", inbox),
        ]
    )
    return app


async def serve(host: str, port: int, page: int) -> None:
    """Until told to stop."""
    smsc = Smsc()
    await smsc.listen(host, port)
    runner = web.AppRunner(application(smsc), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, page).start()
    await asyncio.Event().wait()


def main() -> None:
    """Read the ports and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=2775)
    parser.add_argument("--page", type=int, default=8716)
    given = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(given.host, given.port, given.page))


if __name__ == "__main__":
    main()

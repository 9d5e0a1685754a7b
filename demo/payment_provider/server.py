"""The provider: keeps orders in memory, shows a page for each, and tells the institution when one
is paid.
"""

from __future__ import annotations

import asyncio
import html
import json
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from standardwebhooks import Webhook, WebhookVerificationError

from guichet.lib.locale import here
from guichet.lib.money import show_minor

_SIGN = here().currency.sign

_MOST_BYTES = 16_384
_WAITS = (0, 1, 3, 10, 30)  # seconds before each try to tell
_WORDS = {
    "ar": (
        "صفحة الدفع التجريبية",
        "لا تُدخل بطاقة حقيقية: لا يُخصم شيء.",
        "ادفع",
        "رفض البطاقة",
        _SIGN.ar,
        "رُفضت البطاقة.",
    ),
    "en": (
        "Sandbox payment page",
        "Enter no real card: nothing is taken.",
        "Pay",
        "Decline the card",
        _SIGN.en,
        "The card was declined.",
    ),
    "fr": (
        "Page de paiement d’essai",
        "N’entrez pas de vraie carte : rien n’est débité.",
        "Payer",
        "Refuser la carte",
        _SIGN.en,
        "Carte refusée.",
    ),
}
_PAGE = """<!doctype html>
<html lang="{lang}" dir="{dir}"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<style>
body{{font:18px system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem}}
button{{font:inherit;padding:.8rem 1.4rem;margin-inline-end:.6rem}}
output{{display:block;font-size:2rem;margin:1rem 0}}
</style>
<h1>{title}</h1><p>{warning}</p><p><bdi>{order}</bdi></p>
<output><bdi dir="ltr">{amount}</bdi> {currency}</output>{told}
<form method="post">
<button name="do" value="pay">{pay}</button><button name="do" value="decline">{decline}</button>
</form></html>"""


class Provider:
    """Orders by the secret name of their page."""

    def __init__(self, secret: str) -> None:
        self.hook = Webhook(secret)
        self.orders: dict[str, dict[str, Any]] = {}
        self.pages: dict[str, str] = {}  # of each order the one page it ever has

    def application(self) -> web.Application:
        """The provider as an aiohttp application."""
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_get("/", self.hello)
        app.router.add_post("/orders", self.place)
        app.router.add_get("/pay/{page}", self.show)
        app.router.add_post("/pay/{page}", self.decide)
        return app

    async def hello(self, request: web.Request) -> web.Response:
        """Who this is."""
        return web.Response(text="A sandbox payment provider. Its pages are opened by orders.\n")

    async def place(self, request: web.Request) -> web.Response:
        """An order, signed by the institution."""
        body = await request.text()
        try:
            order = self.hook.verify(body, {k.lower(): v for k, v in request.headers.items()})
        except WebhookVerificationError:
            return web.json_response({"said": "not signed"}, status=401)
        page = self.pages.setdefault(str(order["order"]), secrets.token_urlsafe(16))
        paid = self.orders.get(page, {}).get("paid", False)
        self.orders[page] = order | {"paid": paid}
        return web.json_response(
            {"page": str(request.url.with_path(f"/pay/{page}").with_query(None))}
        )

    def _order(self, request: web.Request) -> dict[str, Any]:
        order = self.orders.get(request.match_info["page"])
        if order is None:
            raise web.HTTPNotFound
        return order

    async def show(self, request: web.Request, *, declined: bool = False) -> web.Response:
        """The page of an order."""
        order = self._order(request)
        lang = order.get("language") if order.get("language") in _WORDS else "en"
        title, warning, pay, decline, currency, refused = _WORDS[str(lang)]
        page = _PAGE.format(
            lang=lang,
            dir="rtl" if lang == "ar" else "ltr",
            title=title,
            warning=warning,
            pay=pay,
            decline=decline,
            currency=currency,
            order=html.escape(str(order["order"])),
            amount=f"{show_minor(order['amount'])}",
            told=f"<p role=alert>{refused}</p>" if declined else "",
        )
        return web.Response(text=page, content_type="text/html")

    async def decide(self, request: web.Request) -> web.StreamResponse:
        """Pay, once, and go back; or decline."""
        order, now = self._order(request), datetime.now(UTC)
        told = {"order": order["order"], "amount": order["amount"]}
        if not order["paid"] and now.isoformat() > str(order.get("expires_at") or "9"):
            raise web.HTTPFound(order["back"])
        if (await request.post()).get("do") != "pay":
            if not order["paid"]:
                await self._say(
                    order, told | {"failed_at": now.isoformat(), "cause": "card declined"}
                )
            return await self.show(request, declined=True)
        if not order["paid"]:
            order["paid"] = True
            await self._say(order, told | {"paid_at": now.isoformat()})
        raise web.HTTPFound(order["back"])

    async def _say(self, order: dict[str, Any], said: dict[str, Any]) -> None:
        body = json.dumps(said)
        if not await self.tell(order["notices"], body):
            order["telling"] = asyncio.create_task(self.tell_again(order["notices"], body))

    async def tell(self, address: str, body: str) -> bool:
        """One try; whether the institution took it in."""
        name, now = f"msg_{uuid.uuid4().hex}", datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self.hook.sign(name, now, body),
        }
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=10)) as session,
                session.post(address, data=body, headers=headers) as answer,
            ):
                return answer.status == web.HTTPOk.status_code
        except (ClientError, TimeoutError):
            return False

    async def tell_again(self, address: str, body: str) -> None:
        """The same until it is taken in."""
        for seconds in _WAITS:
            await asyncio.sleep(seconds)
            if await self.tell(address, body):
                return

"""An application of the other kind (ASGI) answers a request that came as these do: what a
protocol's own package brings.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from django.http import HttpRequest, HttpResponse

Application = Callable[[Any, Any, Any], Awaitable[None]]


async def answered(application: Application, request: HttpRequest, body: bytes) -> HttpResponse:
    """What ``application`` answers to one whole request, as one whole response; nothing is
    streamed.
    """
    sent: list[dict[str, Any]] = []
    heard = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Any:
        part = next(heard, None)
        if part is None:
            await anyio.sleep_forever()  # whoever asked stays until the answer
        return part

    async def send(message: Any) -> None:
        sent.append(message)

    await application(_scope(request), receive, send)
    response = HttpResponse(
        b"".join(part.get("body", b"") for part in sent[1:]), status=sent[0]["status"]
    )
    for name, value in sent[0].get("headers", ()):
        response.headers[name.decode("latin-1")] = value.decode("latin-1")
    return response


def _scope(request: HttpRequest) -> dict[str, Any]:
    given = {**request.headers, "Host": request.get_host()}
    said = [
        (name.lower().encode(), value.encode("latin-1", "replace")) for name, value in given.items()
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path,
        "raw_path": request.path.encode(),
        "root_path": "",
        "query_string": request.META.get("QUERY_STRING", "").encode("latin-1"),
        "headers": said,
    }

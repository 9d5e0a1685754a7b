"""Error pages say what they are about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from guichet.channels.web.views import errors
from tests.pages import laid_out


@pytest.mark.parametrize(
    ("view", "title"),
    [
        (errors.bad_request, "The request cannot be read"),
        (errors.forbidden, "Not allowed"),
        (errors.not_found, "Page not found"),
        (errors.too_large, "The file is too large"),
        (errors.broken, "Something broke on our side"),
    ],
)
def test_every_error_page_says_what_it_is_about(
    view: Callable[..., HttpResponse], title: str, rf: RequestFactory
) -> None:
    with override("en"):
        page = laid_out(view(rf.get("/")).content.decode())
    assert f"<h1>{title}</h1>" in page and f"<title>{title} –" in page

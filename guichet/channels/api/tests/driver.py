"""A machine: gets a token with a password, then asks with JSON; for the contract suite."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.test import Client

from guichet.engine.actor import Assurance
from tests.contract.world import PASSWORD, Played, World

FILES = True  # it carries attachments
ASSURANCE = Assurance.PASSWORD


def play(world: World, service: str, given: Mapping[str, str]) -> Played:
    """One single call."""
    client = Client(headers={"accept-language": "en"})
    secret = {"username": world.asker(service).username, "password": PASSWORD}
    token = client.post("/api/v1/token", secret, content_type="application/json").json()[
        "access_token"
    ]
    response = client.post(
        f"/api/v1/services/{service}",
        json.dumps({"input": given}),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}", "accept-language": "en"},
    )
    said = response.json()
    refused = said["outcome"] == "refused"
    codes = frozenset(error["code"] for error in said["errors"]) if refused else frozenset()
    return Played(said["outcome"], codes, response.headers.get("Idempotent-Replay") == "true")

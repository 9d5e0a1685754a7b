"""The description: valid OpenAPI 3.1, whole, and true to the catalogue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from guichet.channels.api import openapi, problems, refusals
from guichet.channels.api.tests.conftest import Call
from guichet.engine.registry import services
from guichet.engine.service import Service
from tests.contract.world import World

META = json.loads((Path(__file__).parent / "openapi-3.1-schema.json").read_text("utf-8"))
SERVICES = list(services().values())


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_document_is_valid_openapi(language: str) -> None:
    document = openapi.document(language)
    assert [e.message for e in Draft202012Validator(META).iter_errors(document)] == []
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema), name


def test_every_reference_leads_somewhere() -> None:
    document = openapi.document("en")

    def follow(node: object) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                found = document
                for part in node["$ref"].removeprefix("#/").split("/"):
                    found = found[part]
            for value in node.values():
                follow(value)
        elif isinstance(node, list):
            for value in node:
                follow(value)

    follow(document)


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.key)
def test_a_service_has_its_operation_with_examples_and_every_refusal(
    service: type[Service],
) -> None:
    operation = openapi.document("fr")["paths"][f"/services/{service.key}"]["post"]
    assert operation["summary"] == service.title.fr
    media = operation["requestBody"]["content"]["application/json"]
    assert len(media["examples"]) == max(1, len(service.examples))
    told = {
        code
        for response in operation["responses"].values()
        for media in response.get("content", {}).values()
        for code in media.get("examples", {})
    }
    assert {
        e.then
        for e in service.examples
        if e.then not in {"accepted", "refused", "held", "referred"}
    } <= told
    assert {r.code for r in refusals.of_service(service) if r.severity.value == "error"} <= told


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.key)
def test_good_examples_fit_their_own_schema(service: type[Service]) -> None:
    document = openapi.document("en")
    schema = {"$ref": f"urn:api#/components/schemas/{service.key.replace('.', '_')}_input"}
    whole = Resource.from_contents(document, default_specification=DRAFT202012)
    validator = Draft202012Validator(schema, registry=Registry().with_resource("urn:api", whole))
    for example in service.examples:
        given = openapi.given(service, example)
        if example.then == "accepted":
            assert [e.message for e in validator.iter_errors(given)] == []


def test_every_status_a_code_may_have_has_a_title() -> None:
    assert set(problems.STATUS.values()) | {422} == set(problems.TITLES)


def test_the_document_the_list_the_keys_and_the_page_are_open_to_all(
    nobody: Call, world: World
) -> None:
    assert nobody("openapi.json").json()["openapi"].startswith("3.1")
    listed = nobody("services", language="fr").json()["services"]
    assert [s["key"] for s in listed] == list(services())
    assert listed[0]["title"] == SERVICES[0].title.fr
    assert "BEGIN PUBLIC KEY" in nobody("keys").json()["keys"][0]["pem"]
    page = nobody("docs", language="ar")
    assert page.status_code == 200 and SERVICES[0].title.ar in page.content.decode()
    assert b"<script>" not in page.content and b"http://" not in page.content.replace(
        b"http://www.w3.org", b""
    )


def test_ninjas_own_export_gives_the_same_document() -> None:
    from guichet.channels.api.views import api

    assert api.get_openapi_schema() == openapi.document("en")

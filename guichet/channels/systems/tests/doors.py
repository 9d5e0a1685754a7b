"""The addresses of machines and of those who manage them, for the walk that finds every
door shut.
"""

from tests.doors.door import Door

_SCOPES = {"services": "registry.change_wage"}

DOORS = {
    ".well-known/oauth-authorization-server": Door(
        ".well-known/oauth-authorization-server", open=True
    ),
    "oauth/token": Door(
        "oauth/token", form={"grant_type": "client_credentials", "client_id": "walk"}
    ),
    "oauth/jwks.json": Door("oauth/jwks.json", open=True),
    "systems/": Door("systems/", form={"name": "walk", "establishment": "{establishment}"}),
    "systems/others/": Door("systems/others/", form={"establishment": "{establishment}"}),
    "systems/others/<str:client_id>/end/": Door("systems/others/walk/end/"),
    "systems/<str:client_id>/": Door("systems/walk/"),
    "systems/<str:client_id>/services/": Door("systems/walk/services/", form=_SCOPES),
    "systems/<str:client_id>/keys/": Door("systems/walk/keys/", form={"key": "none"}),
    "systems/<str:client_id>/keys/<int:number>/revoke/": Door("systems/walk/keys/1/revoke/"),
    "systems/<str:client_id>/webhook/": Door(
        "systems/walk/webhook/", form={"url": "https://evil.example/"}
    ),
    "systems/<str:client_id>/messages/<int:number>/again/": Door("systems/walk/messages/1/again/"),
    "systems/<str:client_id>/revoke/": Door("systems/walk/revoke/"),
}

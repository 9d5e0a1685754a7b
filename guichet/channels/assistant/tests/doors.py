"""The addresses of assistants, for the walk that finds every door shut."""

from tests.doors.door import Door

DOORS = {
    "assistant/mcp": Door("assistant/mcp", form={"establishment": "{establishment}"}),
    ".well-known/oauth-protected-resource/assistant/mcp": Door(
        ".well-known/oauth-protected-resource/assistant/mcp", open=True
    ),
}

"""The sandbox public bodies, beside the web."""

from __future__ import annotations

import os

from guichet.lib.process import Process

_PORT = int(os.environ.get("GUICHET_BODIES_PORT", "8701"))
_ADDRESS = f"http://127.0.0.1:{_PORT}"

PROCESSES = (
    Process(
        "public bodies",
        "demo.public_bodies",
        ("--port", str(_PORT)),
        ports=(_PORT,),
        environment={
            "GUICHET_CIVIL_REGISTRY": f"{_ADDRESS}/civil/v1",
            "GUICHET_COMMERCIAL_REGISTRY": f"{_ADDRESS}/commerce/v1",
            "GUICHET_JUSTICE_REGISTRY": f"{_ADDRESS}/justice/v1",
            "GUICHET_EDUCATION_REGISTRY": f"{_ADDRESS}/education/v1",
            "GUICHET_HEALTH_REGISTRY": f"{_ADDRESS}/health/v1",
            "GUICHET_JOB_SEEKERS_REGISTER": f"{_ADDRESS}/labour/v1",
            "GUICHET_BANKS": f"{_ADDRESS}/bank/v1",
        },
        says=f"Public bodies:     {_ADDRESS}/",
    ),
)

"""Settings of the public bodies that are asked."""

from guichet.lib import env

# Public bodies; `make run` starts sandboxes at these addresses.
CIVIL_REGISTRY_URL = env.text("GUICHET_CIVIL_REGISTRY", "http://127.0.0.1:8701/civil/v1")
COMMERCIAL_REGISTRY_URL = env.text(
    "GUICHET_COMMERCIAL_REGISTRY", "http://127.0.0.1:8701/commerce/v1"
)
JUSTICE_REGISTRY_URL = env.text("GUICHET_JUSTICE_REGISTRY", "http://127.0.0.1:8701/justice/v1")
EDUCATION_REGISTRY_URL = env.text(
    "GUICHET_EDUCATION_REGISTRY", "http://127.0.0.1:8701/education/v1"
)
HEALTH_REGISTRY_URL = env.text("GUICHET_HEALTH_REGISTRY", "http://127.0.0.1:8701/health/v1")
JOB_SEEKERS_REGISTER_URL = env.text(
    "GUICHET_JOB_SEEKERS_REGISTER", "http://127.0.0.1:8701/labour/v1"
)
BANKS_URL = env.text("GUICHET_BANKS", "http://127.0.0.1:8701/bank/v1")

"""System to system: every service of the catalogue as one JSON operation, described by OpenAPI 3.1.

``urls.py`` mounts it, ``views.py`` has its operations, ``reading.py`` takes the JSON apart,
``answers.py`` puts answers into words, ``problems.py`` says no (RFC 9457), ``signin.py`` gives out
tokens, ``openapi.py`` writes the description.
"""

"""Connecting machines: the OAuth 2.0 server that gives systems their tokens, and the pages on which
clients keep them.

``oauth.py`` is the server, ``endpoints.py`` where machines reach it, ``views.py`` the pages,
``commandline.py`` the institution's token keys. What a token then opens is the business of
``channels/api``.
"""

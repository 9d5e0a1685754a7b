"""A national identity provider for trial use: OpenID Connect, and a telephone on which a number is
picked.

Every living person of the synthetic world can sign in; nobody has a secret, because nobody is real.
"""

"""Pure helpers: no Django, nothing of Guichet above this folder."""

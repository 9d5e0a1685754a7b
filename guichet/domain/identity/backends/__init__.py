"""How identity speaks to providers outside."""

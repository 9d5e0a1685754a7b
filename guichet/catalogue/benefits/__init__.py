"""Benefits: what one will get, when and why; and asking for it."""

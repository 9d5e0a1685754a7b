"""Outside systems that certificates need: authorities that tell what they have revoked."""

"""The institution's own desk: what was referred to a person, and what that person says."""

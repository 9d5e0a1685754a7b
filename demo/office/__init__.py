"""The institution's office in the demonstration: who gives the staff their rights."""

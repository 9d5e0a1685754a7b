"""What there is to pay, paying it, and what was paid."""

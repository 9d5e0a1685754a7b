"""What the law says: a folder is a country; dated numbers in YAML, formulas pure."""

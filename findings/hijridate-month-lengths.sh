#!/usr/bin/env bash
# hijridate 2.6.0, the official Umm al-Qura table: eight months have 28 or 31 days, five years 353 or 356.
#
# Expected: a month of the Hijri calendar has 29 or 30 days and a year 354 or 355, whoever computed it; so 28 or 31 is a fault
#           of the input, and a table can be packed as one bit a month (as most packages do).
# Seen:     the printed calendar of 1343 to 1364 (1924 to 1945) has five months of 28 and three of 31 days. 31 Jumada I 1345 is
#           a day (6 December 1926); the next year there is no such day.
# Matters:  these are birth dates on identity cards, of people over eighty whose pensions, survivors and arrears are decided
#           today; a check "1 to 30" refuses them, and a packed table moves all the days after by one.
# Product:  takes the table as it is (guichet/lib/calendars.py; test guichet/lib/tests/test_calendars.py,
#           test_months_have_29_or_30_days_but_for_eight_of_the_official_table).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'hijridate==2.6.0'

cat > "$tmp/expected" <<'TEXT'
of 28 days: 1343-9 1345-8 1348-12 1349-10 1364-8
of 31 days: 1345-5 1348-11 1349-11
years of 353 or 356 days: 1343 1344 1349 1356 1401
1345-5-31 is 1926-12-06
1346-5-31: ValueError
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from hijridate import Hijri

lengths = {(year, month): Hijri(year, month, 1).month_length() for year in range(1343, 1501) for month in range(1, 13)}
for days in (28, 31):
    print(f"of {days} days:", *(f"{year}-{month}" for (year, month), length in lengths.items() if length == days))
years = {year: sum(lengths[year, month] for month in range(1, 13)) for year in range(1343, 1501)}
print("years of 353 or 356 days:", *(year for year, days in years.items() if days in (353, 356)))
print("1345-5-31 is", Hijri(1345, 5, 31).to_gregorian())
try:
    print("1346-5-31 is", Hijri(1346, 5, 31).to_gregorian())
except (ValueError, OverflowError) as error:
    print("1346-5-31:", type(error).__name__)
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"

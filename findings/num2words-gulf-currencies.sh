#!/usr/bin/env bash
# num2words 0.5.14: in Arabic, currencies it does not know are Saudi riyals, and the Kuwaiti dinar has a hundred fils.
#
# Expected: an amount in words for cheque or certificate; a currency that a language lacks raises NotImplementedError, as the
#           same package does in English and French.
# Seen:     Bahraini dinar, Omani riyal and Jordanian dinar come out as riyals and halalas without a word of warning; half a
#           Kuwaiti dinar (500 fils) as fifty fils. Only the Tunisian dinar has its thousand parts.
# Matters:  pensions are paid across the six states of the Gulf; the amount in words is the one that counts in law.
# Product:  does not use it: amounts are told in figures with the ISO code, and read aloud by its own vocalised words
#           (guichet/channels/voice; test guichet/channels/voice/tests/test_saying.py,
#           test_a_value_is_said_in_words).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'num2words==0.5.14'

cat > "$tmp/expected" <<'TEXT'
1.500 SAR ar: واحد ريال و خمسون هللة
1.500 BHD ar: واحد ريال و خمسون هللة
1.500 OMR ar: واحد ريال و خمسون هللة
1.500 JOD ar: واحد ريال و خمسون هللة
1.500 KWD ar: واحد دينار و خمسون فلس
1.500 TND ar: واحد دينار و خمسمائة مليماً
1.500 BHD en: NotImplementedError
1.500 BHD fr: NotImplementedError
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from num2words import num2words


def told(currency, language):
    try:
        return num2words(1.5, lang=language, to="currency", currency=currency).strip()
    except NotImplementedError as error:
        return type(error).__name__


for currency in ("SAR", "BHD", "OMR", "JOD", "KWD", "TND"):
    print(f"1.500 {currency} ar: {told(currency, 'ar')}")
for language in ("en", "fr"):
    print(f"1.500 BHD {language}: {told('BHD', language)}")
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"

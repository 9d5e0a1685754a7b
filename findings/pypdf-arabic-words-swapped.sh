#!/usr/bin/env bash
# pypdf 7.1.1 on a PDF by Typst 0.15.2: of Arabic text each word is right, their order and the blanks are not.
#
# Expected: text extraction gives the text, in the order in which it is read; that letters come out as letters (and not as the
#           shapes of a font) shows that the file carries it.
# Seen:     the words are swapped and glued, the blank stands at the front. PDFium and poppler read the same file rightly, so
#           it is not the file. With one word, as in most tests, all is well.
# Matters:  a test of an Arabic certificate by pypdf fails on what is right, or is written word by word and then also passes on
#           a certificate whose words are swapped; a search index made with it finds no name of two words.
# Product:  reads Arabic papers back with poppler (guichet/domain/documents/tests/test_papers.py,
#           test_a_paper_says_in_its_language_what_the_receipt_says), Latin ones with pypdf.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'pypdf==7.1.1' 'typst==0.15.2' 'pypdfium2==5.15.2'

cat > "$tmp/expected" <<'TEXT'
سعد: pypdf True, PDFium True
سعد الحربي: pypdf False, PDFium True
رقم 500: pypdf False, PDFium True
pypdf read سعد الحربي as [الحربيسعد]
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
import io
import os
import tempfile

import pypdf
import pypdfium2
import typst

PAGE = '#set page(width: 12cm, height: 6cm)\n#set text(font: "DejaVu Sans Mono", lang: "ar")\n'


def drawn(words):
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "page.typ")
        with open(source, "w", encoding="utf-8") as file:
            file.write(PAGE + words)
        return typst.compile(source, ignore_system_fonts=True)


def by_pypdf(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().strip()


def by_pdfium(pdf):
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded().strip()


for words in ("سعد", "سعد الحربي", "رقم 500"):
    pdf = drawn(words)
    print(f"{words}: pypdf {by_pypdf(pdf) == words}, PDFium {by_pdfium(pdf) == words}")
print(f"pypdf read سعد الحربي as [{by_pypdf(drawn('سعد الحربي'))}]")
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"

#!/usr/bin/env bash
# Pillow 13.0.0 with arabic-reshaper 3.1.0 and python-bidi 0.6.12: the usual recipe for Arabic prints it backwards.
#
# Expected: to draw Arabic one reshapes it and turns it round first: reshape, get_display, text. So say years of tutorials.
# Seen:     Pillow's wheels now carry Raqm, which shapes and orders by itself and is the default where it is there. Text that
#           was turned round is turned round again: the letters run from left to right, joined to the wrong neighbours. On a
#           build without Raqm the same lines are right, so it works for one developer and not for the other.
# Matters:  kiosk slips and queue tickets: a name in mirror order looks like Arabic to whoever cannot read it.
# Product:  asks for Raqm by name and passes the text as it is (guichet/channels/kiosk/slips.py; test
#           guichet/channels/kiosk/tests/test_printing.py, test_arabic_is_shaped_and_right_to_left).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check 'pillow==13.0.0' 'arabic-reshaper==3.1.0' 'python-bidi==0.6.12' 'python-barcode==0.16.1'

cat > "$tmp/expected" <<'TEXT'
Raqm in the wheel: True
plain text, Raqm, is the recipe's picture without Raqm: True
the recipe's text, by default, is that picture: False
the recipe's text, by default, is the letters from left to right: True
TEXT

"$tmp/venv/bin/python" > "$tmp/seen" <<'PY'
from importlib.resources import files

import arabic_reshaper
from bidi.algorithm import get_display
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat, features

FONT = str(files("barcode") / "fonts" / "DejaVuSansMono.ttf")  # a font with Arabic that a small package carries
RAQM, BASIC = ImageFont.Layout.RAQM, ImageFont.Layout.BASIC


def drawn(text, **options):
    picture = Image.new("L", (400, 120), 255)
    ImageDraw.Draw(picture).text((20, 20), text, font=ImageFont.truetype(FONT, 40, **options))
    return picture


def alike(one, other):
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0] < 0.5  # of 255: the edges of a few dots


word = "شهادة"
shapes = arabic_reshaper.reshape(word)
turned = get_display(shapes)
right = drawn(turned, layout_engine=BASIC)
print("Raqm in the wheel:", features.check("raqm"))
print("plain text, Raqm, is the recipe's picture without Raqm:", alike(drawn(word, layout_engine=RAQM), right))
print("the recipe's text, by default, is that picture:", alike(drawn(turned), right))
mirrored = drawn(shapes, layout_engine=BASIC)  # first letter leftmost
print("the recipe's text, by default, is the letters from left to right:", alike(drawn(turned), mirrored))
PY

diff "$tmp/expected" "$tmp/seen" && echo "As found: $(basename "$0" .sh)"

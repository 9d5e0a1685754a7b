"""Small files as clients send them."""

from __future__ import annotations

import io
import zlib

from PIL import Image


def a_pdf(*more: bytes, title: str = "contract") -> bytes:
    """A whole PDF of one empty page; ``more`` are further objects, written as they are."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        b"<< /Title (" + title.encode() + b") >>",
        *more,
    ]
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def object_stream(
    objects: bytes, filters: bytes = b"/FlateDecode", packed: bytes | None = None
) -> bytes:
    """Objects hidden in a compressed stream, as most PDF writers do."""
    body = zlib.compress(objects) if packed is None else packed
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter " + filters + b" /Length %d >>" % len(body)
    return head + b"\nstream\n" + body + b"\nendstream"


def a_picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, (10, 90, 87)).save(out, form)
    return out.getvalue()

"""Files made to harm whoever opens them, each with the reason it is refused for."""

import io
import zipfile
import zlib

from portal.publications.importing import unreadable
from tests.publications.importing import word_files

TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.'
    b'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
SPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OUTSIDE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def archive(entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return content.getvalue()


def document(body, front=b"", **more):
    main = front + b"<w:document " + SPACE + b"><w:body>" + body + b"</w:body></w:document>"
    return archive(
        {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": main, **more},
    )


def with_macros():
    content = io.BytesIO(word_files.merged_cells())
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return content.getvalue()


def lying_size():
    """An entry that says it is small and unpacks to fifty megabytes."""
    content = bytearray(archive({"[Content_Types].xml": TYPES, "a.xml": b"0" * 50_000_000}))
    real, said = (50_000_000).to_bytes(4, "little"), (900_000).to_bytes(4, "little")
    return bytes(content.replace(real, said))


def pdf(objects):
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    return content + b"startxref\n%d\n%%%%EOF" % start


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FONTS = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def page_of(stream, filters=b"/FlateDecode", count=1):
    """A file whose page draws `stream`."""
    return pdf(
        [
            CATALOGUE,
            b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" + FONTS + b">>",
            b"<</Filter%s/Length %d>>stream\n%s\nendstream" % (filters, len(stream), stream),
        ],
    )


def packed(data, times):
    """`data` repeated `times`, packed without ever holding it whole."""
    squeeze = zlib.compressobj(9)
    pieces = [squeeze.compress(data) for _ in range(times)]
    return b"".join([*pieces, squeeze.flush()])


def page_bomb():
    """A page whose one megabyte unpacks to a whole gigabyte."""
    return page_of(packed(b"\0" * 1_000_000, 1_000))


def bomb_in_a_bomb():
    twice = zlib.compress(packed(b"\0" * 1_000_000, 1_000), 9)
    return page_of(twice, b"[/FlateDecode/FlateDecode]")


def endless_words():
    """A page that draws letters for ever."""
    return page_of(packed(b"BT /F 9 Tf 9 9 Td (thuc hien dan chu) Tj ET\n" * 1_000, 2_000))


def endless_lines():
    """A page of millions of ruled lines, for whoever looks for tables."""
    return page_of(packed(b"0 0 m 9 9 l S\n" * 1_000, 5_000))


def page_in_itself():
    return pdf([CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 400>>"])


def deep_tables(depth=20_000):
    opened = b"<w:tbl><w:tr><w:tc>" * depth
    return document(opened + b"</w:tc></w:tr></w:tbl>" * depth)


FILES = {
    "macros": ("a.docx", with_macros, unreadable.MACROS),
    "outside entity": ("a.docx", lambda: document(b"&x;", OUTSIDE), unreadable.DAMAGED_WORD),
    "many laughs": ("a.docx", lambda: document(b"&b;", LAUGHS), unreadable.DAMAGED_WORD),
    "deep tables": ("a.docx", deep_tables, unreadable.DAMAGED_WORD),
    "swollen text": (
        *("a.docx", lambda: document(b"<w:p/>" * 3_000_000)),
        unreadable.SWOLLEN_WORD,
    ),
    "lying size": ("a.docx", lying_size, unreadable.DAMAGED_WORD),
    "page as Word": ("a.docx", lambda: b"<html>Th\xe1\xbb\xa7</html>", unreadable.NO_WORD),
    "program as PDF": ("a.pdf", lambda: b"MZ\x90\0" * 900, unreadable.NO_PDF),
    "too large": ("a.pdf", lambda: b"%PDF-" + bytes(20_000_001), unreadable.TOO_LARGE),
    "page bomb": ("a.pdf", page_bomb, unreadable.SWOLLEN_PDF),
    "bomb in a bomb": ("a.pdf", bomb_in_a_bomb, unreadable.SWOLLEN_PDF),
    "endless words": ("a.pdf", endless_words, unreadable.SWOLLEN_PDF),
    "endless lines": ("a.pdf", endless_lines, unreadable.SWOLLEN_PDF),
    "page in itself": ("a.pdf", page_in_itself, unreadable.DAMAGED_PDF),
}

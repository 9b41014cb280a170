"""A corpus of files people and attackers send; what is kept, and in what form."""

import io
import struct
import zipfile
import zlib
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from docx import Document
from PIL import Image, PngImagePlugin
from werkzeug.datastructures import FileStorage
from xlsxwriter import Workbook

from portal import clock
from portal.files import open_files
from portal.web import media, tokens, uploads
from portal.web.media import DOCX, JPEG, PDF, PNG, WEBP, XLSX, NewFile, Refused, admit, clean_name

HTML = b"<html><script>alert(1)</script></html>"
CANARY = b"21.0285N-105.8542E Nguyen Thi Lan"


def picture(form="JPEG", size=(60, 40), mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, form, **options)
    return out.getvalue()


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.6), 3: "E", 4: (105.0, 51.0, 15.1)})
    return picture(exif=exif, comment=CANARY)


def pdf(pages=1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Đơn đề nghị")
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_worksheet().write(0, 0, "Danh sách")
    return out.getvalue()


def office(main="word/document.xml", extra=(), compression=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in (("[Content_Types].xml", b"<a/>"), (main, b"<a/>"), *extra):
            archive.writestr(name, content)
    return out.getvalue()


def link(name="word/link"):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return (entry, b"/etc/passwd")


def enormous_png(width=50_000, height=50_000) -> bytes:
    def chunk(kind, content):
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


GOOD = {
    "anh.jpg": (picture(), JPEG),
    "ANH.JPEG": (picture(), JPEG),
    "anh.png": (picture("PNG"), PNG),
    "trong.png": (picture("PNG", mode="RGBA"), PNG),
    "bang mau.png": (picture("PNG", mode="P"), PNG),
    "den trang.jpg": (picture(mode="L"), JPEG),
    "in an.jpg": (picture(mode="CMYK"), JPEG),
    "anh.webp": (picture("WEBP"), WEBP),
    "đơn đề nghị.pdf": (pdf(), PDF),
    "don.docx": (docx(), DOCX),
    "bang.xlsx": (xlsx(), XLSX),
}
BAD = {
    "empty.jpg": b"",
    "virus.exe": b"MZ\x90\0" + b"\0" * 60,
    "virus.jpg": b"MZ\x90\0" + b"\0" * 60,
    "page.html": HTML,
    "page.jpg": HTML,
    "page.pdf": HTML,
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "feed.xml": b"<?xml version='1.0'?><a/>",
    "script.js": b"alert(1)",
    "run.php.": b"<?php",
    "no extension": picture(),
    ".jpg": b"\xff\xd8\xff",
    "photo.gif": b"GIF89a" + b"\0" * 20,
    "photo.heic": b"\0\0\0\x18ftypheic",
    "photo.jpg.exe": picture(),
    "photo.jpg\0.exe": picture(),
    "photo\u202egpj.exe": picture(),
    "cut.jpg": picture(size=(600, 400))[:-400],
    "head only.png": b"\x89PNG\r\n\x1a\n",
    "head only.webp": b"RIFF\0\0\0\0WEBP",
    "riff.webp": b"RIFF\x04\0\0\0WAVE" + b"\0" * 20,
    "bomb.png": enormous_png(),
    "just too large.png": enormous_png(8_000, 5_001),
    "head only.pdf": b"%PDF-1.7\n",
    "no pages.pdf": pdf(0),
    "picture.pdf": picture(),
    "document.jpg": pdf(),
    "archive in it.pdf": pdf() + office(),
    "plain.docx": b"PK\x03\x04" + b"\0" * 40,
    "not word.docx": xlsx(),
    "not excel.xlsx": docx(),
    "text.docx": b"Don de nghi",
    "archive.zip": office(),
    "macros.docx": office(extra=[("word/vbaProject.bin", b"x")]),
    "macros.docm": docx(),
    "climbs.docx": office(extra=[("../../etc/cron.d/x", b"x")]),
    "absolute.docx": office(extra=[("/etc/passwd", b"x")]),
    "windows.docx": office(extra=[("word\\..\\..\\x", b"x")]),
    "symlink.docx": office(extra=[link()]),
    "bomb.docx": office(extra=[("word/zeros.xml", b"\0" * 30_000_000)]),
    "many.xlsx": office("xl/workbook.xml", [(f"xl/{n}.xml", b"") for n in range(1_001)]),
    "cut.docx": docx()[:-200],
    "flipped.docx": docx().replace(b"word/document.xml", b"word/documemt.xml"),
}


@pytest.mark.parametrize("name", list(GOOD))
def test_files_of_the_list_are_taken(name):
    content, media_type = GOOD[name]
    taken = admit(name, content)
    assert taken.media_type == media_type
    if media_type in {PDF, DOCX, XLSX}:
        assert (taken.name, taken.content) == (name, content)
    else:
        assert Image.open(io.BytesIO(taken.content)).size == (60, 40)


@pytest.mark.parametrize("name", list(BAD))
def test_everything_else_is_refused_with_a_reason(name):
    with pytest.raises(Refused) as refused:
        admit(name, BAD[name])
    assert "%(name)s" in refused.value.message


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_hidden_behind_a_picture_survives(form):
    ending = form.lower()
    for tail in (HTML, office(), pdf(), b"MZ\x90\0"):
        taken = admit(f"anh.{ending}", picture(form) + tail)
        assert tail[:20] not in taken.content
        assert not zipfile.is_zipfile(io.BytesIO(taken.content))


def test_place_camera_and_comments_are_gone_and_the_picture_stands_upright():
    taken = admit("anh.jpg", photo_with_place())
    drawn = Image.open(io.BytesIO(taken.content))
    assert drawn.size == (40, 60)
    assert dict(drawn.getexif()) == {}
    assert CANARY not in taken.content
    assert b"Exif" not in taken.content


def test_words_and_profiles_in_a_png_are_gone():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", CANARY.decode())
    words.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    taken = admit("anh.png", picture("PNG", pnginfo=words, icc_profile=CANARY))
    assert CANARY not in taken.content
    assert Image.open(io.BytesIO(taken.content)).info == {}


def test_see_through_pictures_stay_see_through():
    content = picture("PNG", mode="RGBA")
    assert Image.open(io.BytesIO(admit("anh.png", content).content)).mode == "RGBA"


def test_a_large_picture_is_made_smaller():
    taken = admit("anh.jpg", picture(size=(6_000, 1_000)))
    assert Image.open(io.BytesIO(taken.content)).size == (media.LONGEST_SIDE, 500)


def test_a_picture_with_the_wrong_ending_gets_its_own():
    taken = admit("zalo.jpg", picture("WEBP"))
    assert (taken.name, taken.media_type) == ("zalo.webp", WEBP)


def test_the_same_picture_is_always_drawn_the_same():
    assert admit("a.jpg", picture()) == admit("a.jpg", picture())


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("đơn đề nghị.pdf", "đơn đề nghị.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\lan\\anh.jpg", "anh.jpg"),
        ("a\r\nBcc: x.pdf", "aBcc: x.pdf"),
        ("x\u202efdp.exe", "xfdp.exe"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("  nhiều   chỗ  .pdf ", "nhiều chỗ .pdf"),
        ("do\u031b\u0301n.pdf", "dớn.pdf"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("", "tep"),
        ("...", "tep"),
        ("/", "tep"),
    ],
)
def test_a_name_keeps_its_words_and_nothing_that_misleads(raw, clean):
    assert clean_name(raw) == clean


def upload(name, content):
    return FileStorage(io.BytesIO(content), filename=name)


def test_good_files_are_kept_when_others_are_refused_by_name():
    arrived = uploads.read_files(
        [
            upload("anh.jpg", picture()),
            upload("virus.exe", b"MZ"),
            upload("", b""),
            upload("don.pdf", pdf()),
        ]
    )
    assert [file.name for file in arrived.files] == ["anh.jpg", "don.pdf"]
    assert [refusal.values for refusal in arrived.refusals] == [{"name": "virus.exe"}]


def test_at_most_five_files_are_taken_counting_those_that_came_before():
    new = [upload(f"{n}.pdf", pdf(n)) for n in range(1, 5)]
    already = [NewFile(name=f"{n}.jpg", media_type=JPEG, content=b"x") for n in range(3)]
    arrived = uploads.read_files(new, already)
    assert len(arrived.files) == 2
    assert {refusal.message for refusal in arrived.refusals} == {uploads.TOO_MANY}


def test_a_file_over_twenty_megabytes_is_named_and_marked_as_too_large():
    arrived = uploads.read_files([upload("to.pdf", pdf() + b"\0" * uploads.LARGEST_FILE)])
    assert arrived.files == ()
    assert [(refusal.message, refusal.too_large) for refusal in arrived.refusals] == [
        (uploads.TOO_LARGE, True)
    ]


def test_all_files_together_stay_below_fifty_megabytes():
    already = [NewFile(name="a.pdf", media_type=PDF, content=b"\0" * 49_999_990)]
    arrived = uploads.read_files([upload("don.pdf", pdf())], already)
    assert [refusal.message for refusal in arrived.refusals] == [uploads.TOO_MUCH]


def test_a_file_that_waits_already_is_not_counted_twice():
    first = uploads.read_files([upload("a.jpg", picture())]).files
    assert uploads.read_files([upload("a.jpg", picture())], first).files == ()


@pytest.fixture
def store(settings):
    return open_files("", settings.data / "files")


PHOTO = NewFile(name="một.jpg", media_type=JPEG, content=b"photo\nwith lines")


def test_a_staged_file_comes_back_for_its_form_and_for_no_other(store, settings):
    uploads.stage(store, settings, "form one", [PHOTO])
    waiting = uploads.staged(store, settings, "form one")
    assert [kept.file for kept in waiting] == [PHOTO]
    assert (waiting[0].name, waiting[0].size) == ("một.jpg", 16)
    assert uploads.staged(store, settings, "form two") == []


def test_staging_the_same_file_again_keeps_it_once(store, settings):
    for _ in range(2):
        uploads.stage(store, settings, "form", [PHOTO])
    assert len(uploads.staged(store, settings, "form")) == 1


def test_an_unticked_file_is_left_out_and_one_the_page_never_showed_is_not(store, settings):
    other = NewFile(name="hai.jpg", media_type=JPEG, content=b"other")
    uploads.stage(store, settings, "form", [PHOTO])
    shown = uploads.staged(store, settings, "form")[0].token
    uploads.stage(store, settings, "form", [other])

    def names(*kept):
        found = uploads.chosen(store, settings, "form", shown=shown, kept=kept)
        return {one.name for one in found}

    assert names(shown) == {"một.jpg", "hai.jpg"}
    assert names() == {"hai.jpg"}
    assert names("../../key") == {"hai.jpg"}


def test_the_place_of_staged_files_does_not_tell_the_form(store, settings):
    token = tokens.new_form_token(settings)
    uploads.stage(store, settings, token, [PHOTO])
    nonce, _stamp, signature = token.split(".")
    place = store.names("staged")[0]
    assert (nonce in place, signature in place) == (False, False)


def test_what_waited_a_day_is_swept_away_and_the_rest_stays(store, settings):
    with time_machine.travel("2026-11-16 09:00+07:00", tick=False) as traveller:
        uploads.stage(store, settings, "old", [PHOTO])
        traveller.shift(timedelta(hours=20))
        uploads.stage(store, settings, "young", [PHOTO])
        store.put("cases/ab", b"kept for ever")
        assert uploads.sweep(store) == 0
        traveller.shift(timedelta(hours=5))
        assert uploads.sweep(store, clock.now()) == 1
    assert uploads.staged(store, settings, "old") == []
    assert len(uploads.staged(store, settings, "young")) == 1
    assert store.get("cases/ab") == b"kept for ever"

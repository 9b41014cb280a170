import unicodedata

import pytest

from portal.publications.importing import open_file, read_text
from portal.publications.importing.legacy import unicode_of
from portal.publications.importing.spacing import mended
from portal.publications.importing.syllables import is_syllable, share_of_syllables

OLD = {
    "TCVN3": ("KÕ ho¹ch thùc hiÖn d©n chñ ë c¬ së n¨m 2026", "Kế hoạch thực hiện dân chủ ở cơ sở"),
    "TCVN3 in capitals": ("Uû BAN NH¢N D¢N X· V¢N KH£", "UỶ BAN NHÂN DÂN XÃ VÂN KHÊ"),
    "VNI": ("Keá hoaïch thöïc hieän daân chuû ôû cô sôû", "Kế hoạch thực hiện dân chủ ở cơ sở"),
    "VNI in capitals": ("UÛY BAN NHAÂN DAÂN PHÖÔØNG", "ỦY BAN NHÂN DÂN PHƯỜNG"),
}


@pytest.mark.parametrize(("written", "meant"), OLD.values(), ids=OLD)
def test_old_encodings_become_unicode(written, meant):
    assert unicode_of(written).startswith(meant)


@pytest.mark.parametrize(
    "text",
    [
        *("Kế hoạch thực hiện dân chủ ở cơ sở", "KH-UBND, HĐND, QĐ", "café à la carte", ""),
        unicodedata.normalize("NFD", "Ủy ban nhân dân phường Ba Đình"),
    ],
)
def test_unicode_is_left_alone(text):
    assert unicode_of(text) is None


def test_a_converted_text_says_so_to_the_clerk():
    (doubt,) = read_text(OLD["VNI"][0]).warnings

    assert doubt.code == "converted-encoding"


def test_bytes_of_an_old_font_are_told_from_windows_1258():
    source = open_file("a.txt", OLD["TCVN3"][0].encode("latin-1"))

    assert source.text.startswith("Kế hoạch")
    assert [doubt.code for doubt in source.doubts] == ["converted-encoding"]


@pytest.mark.parametrize("word", ["nghiêng", "Khuya", "ỦY", "giếng", "quyển", "đ\u01b0ợc", "oằn"])
def test_a_syllable_is_known_by_its_shape(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ho¹ch", "haønh", "đđ", "ướươ", "nghkh", "UBND"])
def test_other_letters_are_no_syllable(word):
    assert not is_syllable(word)


def test_a_text_without_marks_is_not_held_to_be_old():
    assert share_of_syllables("UBND KH 2026") == 1.0


TORN = {
    "Số: 1 18/KH-UBND": "Số: 118/KH-UBND",
    "n gày 0 7 tháng 8 năm 20 26": "ngày 07 tháng 8 năm 2026",
    "số 2 45/QĐ-TTg ngày 2 0/7/2026": "số 245/QĐ-TTg ngày 20/7/2026",
    "ỦY BAN N HÂN DÂN": "ỦY BAN NHÂN DÂN",
}
WHOLE = (
    *("Quy định số 217, số 218-QĐ/TW", "I ỦY BAN", "TT Đảng uỷ, TT HĐND", "năm 2026 100 hộ"),
    *("mục b ở trên", "12 hộ, 18 khẩu/xóm", "số 12 và 18/KH-UBND", "cỡ S hẹp"),
)


@pytest.mark.parametrize(("torn", "whole"), TORN.items())
def test_what_a_converter_tore_apart_is_mended(torn, whole):
    assert mended(torn) == whole


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_whole_stays_as_it_is(text):
    assert mended(text) == text

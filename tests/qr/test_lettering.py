"""Vietnamese text is broken where it reads well and shrinks instead of overflowing."""

import pytest

from qr.lettering import LEADING, SMALLEST, Phrase, break_lines, fit, width_of


def test_lines_are_even_rather_than_full() -> None:
    assert break_lines(["aa", "bb", "cc", "dd"], len, 8) == ["aa bb", "cc dd"]


def test_lines_break_after_a_comma_where_they_can() -> None:
    words = ["lĩnh", "vực", "đất", "đai,", "môi", "trường", "và", "khoáng", "sản"]
    assert break_lines(words, len, 30) == ["lĩnh vực đất đai,", "môi trường và khoáng sản"]


def test_names_and_numbers_stay_with_their_word() -> None:
    words = ["xã", "Vân", "Khê", "quầy", "số", "2"]
    assert break_lines(words, len, 14) == ["xã Vân Khê", "quầy số 2"]


def test_a_word_wider_than_the_line_has_no_setting() -> None:
    assert break_lines(["dài-quá"], len, 5) is None


def test_text_with_room_keeps_its_size() -> None:
    setting = fit([Phrase(text="Công an xã", size=20)], 150, 40)
    assert [line.text for line in setting.lines] == ["Công an xã"]
    assert setting.lines[0].size == pytest.approx(20 * 25.4 / 72)


def test_text_without_room_shrinks_until_it_stays_inside() -> None:
    phrase = Phrase(text="Bộ phận tiếp nhận hồ sơ đất đai, môi trường, khoáng sản " * 2, size=30)
    setting = fit([phrase], 120, 25)
    assert setting.height <= 25
    for line in setting.lines:
        assert width_of(Phrase(text=line.text, size=line.size / 25.4 * 72)) <= 120.01


def test_a_slightly_smaller_size_saves_a_line() -> None:
    phrase = Phrase(text="Trung tâm Phục vụ hành chính công", size=20)
    setting = fit([phrase], width_of(phrase) * 0.95, 40)
    assert len(setting.lines) == 1


def test_stacked_marks_do_not_touch_the_line_above() -> None:
    lines = fit([Phrase(text="ệp Ẫ", size=20), Phrase(text="Ẵ", size=20)], 100, 40).lines
    assert lines[1].baseline - lines[0].baseline >= LEADING * lines[0].size - 1e-9


def test_letters_typed_in_pieces_are_set_composed() -> None:
    setting = fit([Phrase(text="Vân Khê", size=12)], 100, 20)
    assert setting.lines[0].text == "Vân Khê"


def test_text_that_would_be_too_small_to_read_is_refused() -> None:
    assert SMALLEST >= 5
    with pytest.raises(ValueError, match="too long for its place: rất dài"):
        fit([Phrase(text="rất dài " * 200, size=20)], 60, 10)

import pytest

from portal.cases.masking import Personal, masked, personal_data, pieces


def found(text):
    return [(piece.personal, text[piece.start : piece.end]) for piece in personal_data(text)]


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("gọi 0912345678 nhé", Personal.PHONE, "0912345678"),
        ("gọi 0912 345 678.", Personal.PHONE, "0912 345 678"),
        ("gọi 0912.345.678, gặp Lan", Personal.PHONE, "0912.345.678"),
        ("gọi 0912-345-678", Personal.PHONE, "0912-345-678"),
        ("+84 912 345 678", Personal.PHONE, "+84 912 345 678"),
        ("máy bàn 0225 3 812 345", Personal.PHONE, "0225 3 812 345"),
        ("(0225) 3812345", Personal.PHONE, "(0225) 3812345"),
        ("thư lan.nguyen+xa@mail.example.vn nhé", Personal.EMAIL, "lan.nguyen+xa@mail.example.vn"),
        ("căn cước 001090123456.", Personal.ID_NUMBER, "001090123456"),
        ("căn cước 001 090 123 456", Personal.ID_NUMBER, "001 090 123 456"),
        ("chứng minh 162345678", Personal.ID_NUMBER, "162345678"),
        ("chứng minh 162 345 678", Personal.ID_NUMBER, "162 345 678"),
        ("xe 29-B1 123.45", Personal.PLATE, "29-B1 123.45"),
        ("xe 29B1-12345", Personal.PLATE, "29B1-12345"),
        ("xe 30A-123.45", Personal.PLATE, "30A-123.45"),
        ("xe 30a 12345 chạy ẩu", Personal.PLATE, "30a 12345"),
        ("xe 15-M3 4567", Personal.PLATE, "15-M3 4567"),
        ("STK 0123456789012 ngân hàng", Personal.ACCOUNT, "0123456789012"),
        ("số tài khoản: 1903 4567 8901 2", Personal.ACCOUNT, "1903 4567 8901 2"),
        ("so tai khoan la 102870001234", Personal.ACCOUNT, "102870001234"),
    ],
)
def test_personal_data_is_found_whole_and_named(text, what, value):
    assert found(text) == [(what, value)]


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch 53/KH-UBND ngày 20/11/2026",
        "Nghị định 59/2023/NĐ-CP, Điều 28 khoản 2",
        "kinh phí 123.456.789 đồng",
        "khoảng 162 345 678 đồng",
        "hết 1.234.567.890 đồng",
        "biên nhận YK-2026-000042",
        "từ 7 giờ 30 đến 11 giờ 30, năm 2025-2026",
        "thửa 123, tờ bản đồ số 45",
        "cột số 14, 15 và 16",
        "",
    ],
)
def test_numbers_of_documents_sums_and_dates_are_left_alone(text):
    assert found(text) == []


def test_several_kinds_in_one_text_keep_their_order_and_never_overlap():
    text = "Lan 0912345678, lan@mail.vn, xe 29-B1 123.45, stk 0912345678901"
    kinds = [kind for kind, _ in found(text)]
    assert kinds == [Personal.PHONE, Personal.EMAIL, Personal.PLATE, Personal.ACCOUNT]


def test_the_pieces_put_together_are_the_text():
    text = "0912345678 gặp Lan, thư lan@mail.vn"
    assert "".join(piece.text for piece in pieces(text)) == text
    assert [piece.personal for piece in pieces(text)][::2] == [Personal.PHONE, Personal.EMAIL]


def test_a_masked_text_says_what_was_there_and_holds_nothing_of_it():
    shown = masked("Gọi 0912 345 678 hoặc lan@mail.vn.")
    assert shown == "Gọi [số điện thoại] hoặc [địa chỉ thư điện tử]."
    assert masked(shown) == shown


def test_a_very_long_text_is_read_quickly():
    assert len(personal_data("0912345678 và 1.234 " * 1_000)) == 1_000

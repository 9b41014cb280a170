from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.publications.importing import Unreadable, as_json, read_file, read_text

PIECES = st.sampled_from(
    [
        *(
            "KẾ HOẠCH",
            "QUYẾT ĐỊNH",
            "PHỤ LỤC I",
            "Nơi nhận:",
            "TM. ỦY BAN NHÂN DÂN",
            "KT. CHỦ TỊCH",
        ),
        *("Số: /KH-UBND", "Số: 12/KH-UBND", "Vân Khê, ngày 31 tháng 02 năm 2025", "I. NỘI DUNG"),
        *(
            "1. Việc",
            "a) Điểm",
            "- Gạch",
            "Điều 1.",
            "Chương I",
            "QUY CHẾ",
            "(Kèm theo Quyết định số",
        ),
        *("STT\tNhiệm vụ\tChủ trì\tThời gian", "1\tViệc\tPhòng\tQuý I/2025", "\t\tlà\t", "|a|b|c|"),
        *(
            "Cơ quan chủ trì: Phòng",
            "Thời gian: Quý 0/2025",
            "số 217, số 218-QĐ/TW ngày 99/99/9999",
        ),
        *(
            "**",
            "<b>",
            "###",
            "\t",
            " ",
            "\n",
            "“",
            "Luật sửa đổi năm 2025",
            "Trên đây là ",
            "ủy ban",
        ),
    ],
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=40).map("\n".join)


@given(TEXTS | st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text):
    try:
        found = as_json(read_text(text + "\nThực hiện dân chủ ở cơ sở"))
    except Unreadable:
        return
    assert set(found) >= {"sections", "tasks", "cited_documents", "warnings"}


@given(st.sampled_from(["a.txt", "a.md", "a.docx", "a.pdf", "a", "a.doc"]), st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(name, content):
    for front in (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(Unreadable):
            read_file(name, front + content)


def test_a_very_long_line_is_read():
    """Each repeats what some pattern looks for; a pattern that goes back and forth would hang."""
    for piece in (
        *(
            "ủy ban số 1/",
            "Luật ủy ",
            "“ủy",
            "*ủy",
            "<b ủy",
            "ủy.. ",
            "KT. CHỦ TỊCH ",
            "ủy\t",
            "|ủy",
        ),
        *("Kế hoạch số 5/KH-UBND của ủy “", "báo cáo 6 tháng ủy ", "Quy định số 217, số ủy "),
    ):
        reading = read_text(piece * (200_000 // len(piece)))

        assert reading.tasks == ()

from datetime import date

import pytest

from portal.publications.importing import read_text
from portal.publications.importing.citations import find_mentions, gather
from portal.publications.importing.passages import Passage
from portal.publications.importing.reading import Citation, Relation


def mentions(*texts):
    return find_mentions(
        Passage(mark=None, text=text, line=line) for line, text in enumerate(texts, start=1)
    )


def cited(text):
    return [mention.cited for mention in mentions(text)]


NUMBERS = {
    "Kế hoạch số 53/KH-UBND ngày 21/02/2025": ("Kế hoạch", "53/KH-UBND", date(2025, 2, 21)),
    "kế hoạch số 53 /KH-UBND": ("Kế hoạch", "53/KH-UBND", None),
    "Quyết định số 585/QĐ-UBND-HC ngày 6-4-2023": (
        *("Quyết định", "585/QĐ-UBND-HC", date(2023, 4, 6)),
    ),
    "Quyết định số 346/QĐ-TTg ngày 06/4/2023": ("Quyết định", "346/QĐ-TTg", date(2023, 4, 6)),
    "Nghị định số 59/2023/NĐ-CP ngày 14/8/2023": (
        *("Nghị định", "59/2023/NĐ-CP", date(2023, 8, 14)),
    ),
    "Thông tư 01/2016/TT-BNV": ("Thông tư", "01/2016/TT-BNV", None),
    "Nghị quyết số 25-NQ/TW ngày 03/6/2013": ("Nghị quyết", "25-NQ/TW", date(2013, 6, 3)),
    "Kết luận số 120- KL/TW, ngày 07/01/2016": ("Kết luận", "120-KL/TW", date(2016, 1, 7)),
    "Chỉ thị số 33/CT-TTg ngày 26 tháng 11 năm 2021": (
        *("Chỉ thị", "33/CT-TTg", date(2021, 11, 26)),
    ),
    "Công văn số 1246/UBND-BTCD": ("Công văn", "1246/UBND-BTCD", None),
    "theo 25-NQ/TW": ("Nghị quyết", "25-NQ/TW", None),
    "theo 23-QĐ/TW": (None, "23-QĐ/TW", None),
    "Luật Tiếp công dân số 42/2013/QH13 ngày 25/11/2013": (
        *("Luật", "42/2013/QH13", date(2013, 11, 25)),
    ),
    "Kế hoạch số 53/KH-UBND ngày 31/02/2025": ("Kế hoạch", "53/KH-UBND", None),
}


@pytest.mark.parametrize(("text", "expected"), NUMBERS.items())
def test_a_number_is_read_in_the_forms_of_state_and_party(text, expected):
    (found,) = cited(f"Thực hiện {text} của cơ quan có thẩm quyền.")

    assert (found.type, found.number, found.date) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("Kế hoạch số /KH-UBND ngày /01/2026", "ngày 15/9/2025", "năm 2021 - 2025", "24/7"),
        *("tỷ lệ 53/100", "Luật Thực hiện dân chủ ở cơ sở", "Luật Ngân sách trong năm 2025."),
        *(
            "Kế hoạch này",
            "10/UBND",
            "53/KH - Phòng Nội vụ",
            "phòng 12/A-B",
            "Luật Công đoàn, Luật",
        ),
    ],
)
def test_what_is_not_a_citation_is_left_alone(text):
    assert cited(text) == []


def test_a_list_shares_the_sign_of_its_last_number():
    found = cited("theo Quy định số 217, số 218-QĐ/TW ngày 12/12/2013 của Bộ Chính trị;")

    assert [(one.type, one.number, one.date) for one in found] == [
        ("Quy định", "217-QĐ/TW", date(2013, 12, 12)),
        ("Quy định", "218-QĐ/TW", date(2013, 12, 12)),
    ]


def test_a_number_broken_over_two_lines_is_whole():
    text = "KẾ HOẠCH\nThực hiện dân chủ\n\nI. MỤC ĐÍCH\n\n- Thực hiện Nghị quyết số 31-\n"
    reading = read_text(
        f"{text}NQ/TU ngày 02/12/2024 của Tỉnh ủy về nhiệm vụ.".replace("-\nNQ", "-NQ")
    )

    assert [one.number for one in reading.cited_documents] == ["31-NQ/TU"]


def test_the_subject_is_taken_where_quotes_bound_it():
    (found, _) = cited(
        "Kế hoạch số 25/KH-UBND ngày 02/02/2024 “Triển khai Nghị quyết số 179/NQ-HĐND” và các",
    )

    assert found.name == "Triển khai Nghị quyết số 179/NQ-HĐND"


def test_the_subject_is_taken_whole_from_a_legal_basis():
    (found,) = cited(
        "Căn cứ Kế hoạch số 53/KH-UBND ngày 21/02/2025 của UBND tỉnh về thực hiện dân chủ;",
    )

    assert (found.name, found.issuer) == ("về thực hiện dân chủ", "UBND tỉnh")


def test_a_subject_without_an_end_is_not_guessed():
    (found,) = cited("theo Nghị quyết số 237/NQ-HĐND của HĐND tỉnh về nhiệm vụ đảm bảo thực chất.")

    assert (found.name, found.issuer) == (None, "HĐND tỉnh")


def test_a_law_without_number_is_known_by_its_year_or_day():
    assert cited("Luật Thực hiện dân chủ ở cơ sở năm 2022 và các văn bản") == [
        Citation(type="Luật", name="Luật Thực hiện dân chủ ở cơ sở năm 2022"),
    ]
    assert cited("Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10/11/2022;") == [
        Citation(
            type="Luật",
            name="Luật Thực hiện dân chủ ở cơ sở",
            date=date(2022, 11, 10),
            relation=Relation.BASIS,
        ),
    ]


def test_a_law_that_amends_others_is_one_law():
    name = (
        "Luật sửa đổi, bổ sung một số điều của Luật Công đoàn, Luật Thanh niên "
        "và Luật Thực hiện dân chủ ở cơ sở năm 2025"
    )

    assert cited(f"thực hiện {name}; Nghị định") == [Citation(type="Luật", name=name)]


def test_a_mention_without_a_day_belongs_to_the_dated_one():
    found = mentions(
        *("Nghị quyết số 31-NQ/TU của Tỉnh ủy.", "Nghị quyết số 31-NQ/TU ngày 02/12/2024."),
    )

    assert [(one.number, one.date) for one in gather(found, own=Citation())] == [
        ("31-NQ/TU", date(2024, 12, 2)),
    ]


def test_two_days_of_one_number_stay_two_documents():
    found = mentions(
        *("Nghị quyết số 22-NQ/TU ngày 22/12/2024.", "Nghị quyết số 22-NQ/TU ngày 12/12/2024."),
    )

    assert [one.date.day for one in gather(found, own=Citation())] == [22, 12]


def test_a_document_does_not_cite_itself():
    found = mentions("Kèm theo Kế hoạch số 79/KH-UBND ngày 03/03/2025")

    assert gather(found, own=Citation(number="79/KH-UBND", date=date(2025, 3, 3))) == ()
    other_year = Citation(number="79/KH-UBND", date=date(2024, 3, 3))
    assert len(gather(found, own=other_year)) == 1


def test_the_line_of_a_citation_is_the_line_of_its_number():
    text = "I. MỤC ĐÍCH\n\nThực hiện dân chủ ở cơ sở theo\nkế hoạch số 5/KH-UBND ngày 01/02/2025\n"
    reading = read_text(f"{text}và kế hoạch số 5/KH-UBND ngày 02/02/2025.")

    assert [(doubt.code, doubt.line) for doubt in reading.warnings] == [("citation-dates", 5)]


@pytest.mark.parametrize(
    "cut", ["131/NQ-|CP", "76/|NQ-CP", "31-|NQ/TU", "31-NQ/|TU", "72/2025/|QH15"]
)
def test_a_number_cut_inside_its_sign_is_read_whole(cut):
    first, second = cut.split("|")
    cited = read_text(
        f"KẾ HOẠCH\nThực hiện\n\nTheo văn bản số {first}\n{second} ngày 06/10/2022.\n"
    )

    assert [one.number for one in cited.cited_documents] == [first + second]

from datetime import date

import pytest

from portal.publications.importing import read_text

HEAD = "KẾ HOẠCH\nThực hiện dân chủ\n\nII. NỘI DUNG\n\n"


def tasks(text):
    return read_text(HEAD + text).tasks


def test_lines_of_who_and_when_make_the_item_above_a_task():
    (task,) = tasks(
        "1. Tổ chức đối thoại với Nhân dân\n- Cơ quan chủ trì: Văn phòng.\n"
        "- Cơ quan phối hợp: Công an xã.\n- Thời gian hoàn thành: Quý II/2026.\n"
        "- Sản phẩm: Biên bản đối thoại.\n",
    )

    assert task.task == "Tổ chức đối thoại với Nhân dân"
    assert (task.lead, task.coordinating) == ("Văn phòng", "Công an xã")
    assert (task.deadline, task.due_on) == ("Quý II/2026", date(2026, 6, 30))
    assert (task.product, task.section) == ("Biên bản đối thoại", "ii-1")


def test_all_may_stand_on_one_line():
    (task,) = tasks(
        "1. Tổ chức đối thoại\n"
        "Đơn vị chủ trì: Văn phòng; đơn vị phối hợp: Công an xã; thời gian: Hằng năm.\n",
    )

    assert (task.lead, task.coordinating, task.recurrence) == ("Văn phòng", "Công an xã", "yearly")


def test_points_with_lines_of_their_own_are_the_tasks():
    found = tasks(
        "1. Tuyên truyền\na) Phát thanh:\nCơ quan thực hiện: Đài xã.\nThời gian: Hằng tháng.\n"
        "b) Dán áp phích\nCơ quan thực hiện: Thôn.\n",
    )

    assert [(task.task, task.lead, task.recurrence) for task in found] == [
        ("Phát thanh", "Đài xã", "monthly"),
        ("Dán áp phích", "Thôn", None),
    ]


def test_who_carries_out_is_not_made_a_partner_of_the_lead():
    (task,) = tasks(
        "1. Đối thoại\na) Cơ quan chủ trì: Văn phòng;\nb) Cơ quan thực hiện: Các phòng;\n"
    )

    assert (task.lead, task.coordinating, task.executing) == ("Văn phòng", None, "Các phòng")


def test_a_time_alone_makes_no_task():
    assert tasks("1. Đối thoại\nThời gian thực hiện: Thường xuyên.\n") == ()


def test_a_sentence_about_leading_makes_no_task():
    assert (
        tasks("1. Văn phòng\n- Chủ trì, phối hợp với các đơn vị: tuyên truyền, vận động.\n") == ()
    )


GIVEN = {
    "Giao Phòng Kinh tế trình phương án trước ngày 30/11/2026.": (
        *("Phòng Kinh tế", None, "Trình phương án", date(2026, 11, 29)),
    ),
    "Công an xã chủ trì, phối hợp với các tổ chức đoàn thể rà soát, xong trước ngày 15.9.2026.": (
        *("Công an xã", "các tổ chức đoàn thể", "Rà soát", date(2026, 9, 14)),
    ),
    "Phòng Kinh tế chủ trì, phối hợp với Ban quản lý chợ lập phương án trước 17h00 ngày 25/9/2026 "
    "để trình Chủ tịch.": (
        *("Phòng Kinh tế", "Ban quản lý chợ", "Lập phương án", date(2026, 9, 25)),
    ),
    "Giao Trưởng các thôn niêm yết danh sách trước ngày 5/10/2026": (
        *("Trưởng các thôn", None, "Niêm yết danh sách", date(2026, 10, 4)),
    ),
}


@pytest.mark.parametrize(("sentence", "said"), GIVEN.items())
def test_a_sentence_that_says_who_what_and_when_is_a_task(sentence, said):
    (task,) = tasks(f"1. {sentence}\n")

    assert (task.lead, task.coordinating, task.task, task.due_on) == said


NOT_GIVEN = [
    "Giao Ban quản lý chợ thu phí trước ngày 10/10/2026.",
    "Giao Phòng Kinh tế và báo cáo kết quả trước ngày 10/10/2026.",
    "Phòng Kinh tế trình phương án trước ngày 30/11/2026.",
]


@pytest.mark.parametrize("sentence", NOT_GIVEN)
def test_a_sentence_that_may_be_read_two_ways_makes_no_task(sentence):
    assert tasks(f"1. {sentence}\n") == ()


def test_where_tables_give_the_tasks_lines_do_not_repeat_them():
    found = tasks(
        "1. Đối thoại\nCơ quan chủ trì: Văn phòng.\n\nPHỤ LỤC\n"
        "STT\tNhiệm vụ\tChủ trì\tThời gian\n1\tĐối thoại\tVăn phòng\tHằng năm\n",
    )

    assert [task.appendix for task in found] == ["Phụ lục"]


def test_what_lines_give_out_beside_a_table_is_doubted_unless_the_table_has_it():
    table = (
        "STT\tNhiệm vụ\tChủ trì\tThời gian\n1\tLàm đường\tThôn\tTháng 9/2026\n2\tSửa cầu\tThôn\t\n"
    )
    lines = "1. Sửa cầu.\nChủ trì: Thôn.\n2. Mở chợ\nChủ trì: Ban quản lý chợ.\n"

    reading = read_text(f"{HEAD}{lines}PHỤ LỤC\nDANH MỤC\n{table}")
    assert [one.task for one in reading.tasks] == ["Làm đường", "Sửa cầu"]
    doubted = [one.values["words"] for one in reading.warnings if one.code == "duty-unread"]
    assert doubted == ["Mở chợ"]


def test_bullets_with_lines_of_their_own_are_the_tasks():
    bullets = "- Rà soát văn bản.\n+ Chủ trì: Tư pháp.\n+ Thời gian: 30/6/2026.\n"
    more = "- Công khai kết quả.\n+ Chủ trì: Văn phòng.\n"

    assert [one.task for one in tasks(bullets)] == ["Rà soát văn bản"]
    assert [(one.task, one.lead) for one in tasks(bullets + more)] == [
        ("Rà soát văn bản", "Tư pháp"),
        ("Công khai kết quả", "Văn phòng"),
    ]


def test_bullets_about_one_item_are_not_its_tasks_and_a_general_heading_is_none():
    lines = "- Nêu việc;\n- Nghe dân.\nChủ trì: Văn phòng.\n"

    assert [one.task for one in tasks(f"1. Họp dân\n{lines}")] == ["Họp dân"]
    reading = read_text(f"{HEAD}1. Nhiệm vụ trọng tâm\n{lines}")
    assert reading.tasks == ()
    assert ("duty-unread", 9) in [(one.code, one.line) for one in reading.warnings]


def test_a_bracket_behind_a_bullet_or_paragraph_says_who_and_when():
    bracket = "(Chủ trì: Tư pháp; phối hợp: các phòng; thời gian: Quý IV/2026)"
    found = tasks(f"1. Thể chế\n- Rà soát văn bản {bracket};\nLập danh mục {bracket}.\n")

    assert [(one.task, one.lead, one.due_on) for one in found] == [
        ("Rà soát văn bản", "Tư pháp", date(2026, 12, 31)),
        ("Lập danh mục", "Tư pháp", date(2026, 12, 31)),
    ]
    doubted = read_text(f"{HEAD}1. Thể chế\nĐã rà soát. Nay lập danh mục {bracket}.\n")
    assert "duty-unread" in [one.code for one in doubted.warnings]


def test_a_time_goes_on_in_the_lines_below_it():
    lead = "1. Nạo vét\n- Cơ quan chủ trì: Phòng A.\n- Thời gian: "
    (whole,) = tasks(f"{lead}\n+ Quý II/2026.\n")
    (several,) = tasks(f"{lead}Năm 2026.\n+ Đợt 1: tháng 4/2026;\n+ Đợt 2: tháng 9/2026.\n")
    (done,) = tasks(f"{lead}Hằng tháng.\n+ Mỗi thôn cử 10 người.\n")

    assert (whole.deadline, whole.due_on) == ("Quý II/2026", date(2026, 6, 30))
    assert several.deadline == "Năm 2026; Đợt 1: tháng 4/2026; Đợt 2: tháng 9/2026"
    assert several.due_on is None
    assert (done.deadline, done.recurrence) == ("Hằng tháng", "monthly")

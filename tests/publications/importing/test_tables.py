from datetime import date

import pytest

from portal.publications.importing import read_text

HEADER = "STT\tNội dung\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian"


def tasks(*rows):
    return reading(*rows).tasks


def reading(*rows):
    return read_text("PHỤ LỤC I\nPhân công nhiệm vụ\n\n" + "\n".join(rows) + "\n")


def test_columns_are_known_by_their_names_and_not_by_their_order():
    (task,) = tasks(
        "TT\tThời hạn hoàn thành\tCơ quan phối hợp\tSản phẩm\tNhiệm vụ cụ thể\tCơ quan chủ trì",
        "1\tQuý I/2026\tCông an xã\tBáo cáo\tTiếp công dân\tVăn phòng",
    )

    assert task.task == "Tiếp công dân"
    assert (task.lead, task.coordinating) == ("Văn phòng", "Công an xã")
    assert (task.product, task.due_on) == ("Báo cáo", date(2026, 3, 31))
    assert (task.appendix, task.section, task.number) == ("Phụ lục I", "phu-luc-i", "1")


def test_a_header_in_two_rows_and_a_row_that_counts_columns_are_no_tasks():
    (task,) = tasks(
        "STT\tNội dung\tTrách nhiệm cụ thể\t\tThời gian thực hiện/hoàn thành",
        "\t\tĐơn vị chủ trì\tĐơn vị phối hợp\t",
        "(1)\t(2)\t(3)\t(4)\t(5)",
        "1\tTiếp công dân\tVăn phòng\tCông an xã\tThường xuyên",
    )

    assert (task.lead, task.coordinating) == ("Văn phòng", "Công an xã")


def test_a_header_repeated_on_each_page_keeps_the_group():
    found = tasks(
        *(HEADER, "I\tTUYÊN TRUYỀN\t\t\t", "1\tDán áp phích\tVăn phòng\t\tQuý I/2026", ""),
        *(HEADER, "2\tPhát thanh\tĐài xã\t\tQuý II/2026"),
    )

    assert [task.group for task in found] == ["I. TUYÊN TRUYỀN", "I. TUYÊN TRUYỀN"]
    assert [task.number for task in found] == ["1", "2"]


GROUPS = {
    "I\tCông tác tuyên truyền\t\t\t": "I. Công tác tuyên truyền",
    "<b>I Công tác tuyên truyền</b>\t\t\t\t": "I. Công tác tuyên truyền",
    "<b>II</b>\t<b>Công tác tuyên truyền</b>\t\t\t": "II. Công tác tuyên truyền",
    "\tCông tác tuyên truyền\t\t\t": "Công tác tuyên truyền",
    "A\tCÔNG TÁC TUYÊN TRUYỀN\t\t\t": "A. CÔNG TÁC TUYÊN TRUYỀN",
    "4\tCông tác tuyên truyền\t\t\t": "4. Công tác tuyên truyền",
    "I\tCông tác tuyên truyền": "I. Công tác tuyên truyền",
}


@pytest.mark.parametrize(("row", "group"), GROUPS.items())
def test_a_title_row_is_the_group_of_the_rows_below(row, group):
    if row.count("\t") < 2:
        row += "\t"
    found = tasks(HEADER, row, "-\tDán áp phích.\tVăn phòng\t\tThường xuyên")

    assert [(task.group, task.task) for task in found] == [(group, "Dán áp phích.")]


def test_a_numbered_row_without_other_cells_among_tasks_is_a_task():
    found = tasks(
        *(HEADER, "1\tDán áp phích.\tVăn phòng\t\tThường xuyên"),
        *("2\tPhát thanh hằng tuần.\t\t\t", "3\tHọp thôn.\tTrưởng thôn\t\tHằng năm"),
    )

    assert [(task.number, task.group, task.lead) for task in found] == [
        *(("1", None, "Văn phòng"), ("2", None, None), ("3", None, "Trưởng thôn")),
    ]


def test_a_row_cut_by_a_page_break_is_joined_column_by_column():
    (task,) = tasks(
        *(HEADER, "1\tTham gia góp ý vào các dự thảo\tCán bộ và hộ gia\tThôn\tThường xuyên", ""),
        *(HEADER, "\tvăn bản có liên quan.\tđình tại các thôn\t\t"),
    )

    assert task.task == "Tham gia góp ý vào các dự thảo văn bản có liên quan."
    assert (task.lead, task.coordinating) == ("Cán bộ và hộ gia đình tại các thôn", "Thôn")


def test_a_cell_never_shifts_into_another_column_when_a_row_is_short():
    found = reading(HEADER, "1\tTiếp công dân\tCông an xã\tThường xuyên")

    (task,) = found.tasks
    assert (task.lead, task.coordinating, task.deadline) == (None, None, "Thường xuyên")
    assert [(doubt.code, doubt.line) for doubt in found.warnings] == [("row-unclear", 5)]


def test_a_last_column_that_was_trimmed_is_only_blank():
    (task,) = tasks(
        "STT\tNội dung\tThời gian\tChủ trì\tPhối hợp\tSản phẩm",
        "1\tTiếp công dân\tThường xuyên\tVăn phòng\tCông an xã",
    )

    assert (task.lead, task.coordinating, task.product) == ("Văn phòng", "Công an xã", None)


def test_a_column_that_names_no_one_gives_its_cells_to_no_one():
    (task,) = tasks(
        "STT\tNội dung\tĐơn vị chủ trì\tĐơn vị phối hợp\tTrách nhiệm cụ thể\tThời gian",
        "1\tTiếp công dân\tVăn phòng\t\tGhi sổ\tThường xuyên",
    )

    assert (task.lead, task.coordinating, task.product) == ("Văn phòng", None, None)


def test_one_column_for_lead_and_coordinating_says_neither():
    (task,) = tasks(
        "STT\tNhiệm vụ\tCơ quan chủ trì, phối hợp\tThời gian",
        "1\tTiếp công dân\tVăn phòng; Công an xã\tThường xuyên",
    )

    assert (task.lead, task.coordinating, task.deadline) == (None, None, "Thường xuyên")


@pytest.mark.parametrize(
    "rows",
    [
        ("STT\tNội dung\tDự toán\tThực hiện", "1\tChi thường xuyên\t120\t118"),
        ("STT\tNội dung\tThời gian\tĐịa điểm", "1\tTiếp công dân\tThứ Năm\tTrụ sở"),
        ("1\tTiếp công dân\tVăn phòng", "2\tPhát thanh\tĐài xã"),
    ],
)
def test_a_table_that_gives_nobody_work_gives_no_tasks(rows):
    found = reading(*rows)

    assert found.tasks == ()
    assert found.sections[0].blocks[0].rows[-1] == tuple(rows[-1].split("\t"))


def test_empty_rows_at_the_end_are_no_tasks():
    found = tasks(HEADER, "1\tTiếp công dân\tVăn phòng\t\tThường xuyên", "2\t\t\t\t", "\t\t\t\t")

    assert len(found) == 1


def test_a_table_drawn_with_bars_reads_like_one_with_tabs():
    (task,) = tasks(
        *("| STT | Nội dung | Chủ trì | Phối hợp | Thời gian |", "|---|:---|---|---|---:|"),
        "| 1 | Tiếp công dân | **Văn phòng** | | Quý II/2026 |",
    )

    assert (task.lead, task.coordinating) == ("Văn phòng", None)
    assert task.due_on == date(2026, 6, 30)


def test_skipped_numbers_of_groups_are_pointed_out():
    found = reading(
        *(HEADER, "1\tTuyên truyền\t\t\t", "-\tDán áp phích\tVăn phòng\t\tHằng năm"),
        *("3\tKiểm tra\t\t\t", "-\tKiểm tra thôn\tVăn phòng\t\tHằng năm"),
    )

    assert [(doubt.code, doubt.line) for doubt in found.warnings] == [("numbering-skipped", 7)]


NAMED = [
    ("Giao việc\tCơ quan\tHạn", "Tiếp công dân\tVăn phòng\t15/9/2026"),
    ("Việc phải làm\tĐơn vị được giao\tThời hạn", "Tiếp công dân\tVăn phòng\t15/9/2026"),
    ("Hạn chót\tCông việc\tNgười phụ trách", "15/9/2026\tTiếp công dân\tVăn phòng"),
    ("TT\tNhiệm vụ\tĐầu mối\tHạn xong", "1\tTiếp công dân\tVăn phòng\t15/9/2026"),
]


@pytest.mark.parametrize("rows", NAMED)
def test_columns_may_have_short_names(rows):
    (task,) = tasks(*rows)

    assert (task.task, task.lead) == ("Tiếp công dân", "Văn phòng")
    assert task.due_on == date(2026, 9, 15)


def test_jobs_are_no_work_that_is_given():
    assert tasks("TT\tViệc làm mới\tĐơn vị\tThời gian", "1\t120 người\tCông ty\t2026") == ()


def test_a_dash_means_nobody_and_a_ditto_the_one_above():
    found = tasks(
        HEADER + "\tSản phẩm",
        "1\tTiếp công dân\tVăn phòng\t-\tThường xuyên\t–",
        "2\tTrả lời đơn\t-nt-\tKhông\tnhư trên\tVăn bản",
    )

    assert [(task.lead, task.coordinating) for task in found] == [("Văn phòng", None)] * 2
    assert [(task.recurrence, task.product) for task in found] == [
        *(("continuous", None), ("continuous", "Văn bản")),
    ]

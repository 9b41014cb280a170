import pytest

from portal.publications.importing import read_text
from portal.publications.importing.reading import Relation

HEAD = "QUYẾT ĐỊNH\nBan hành Nội quy chợ\n\n"
OTHER = "Quyết định số 31/QĐ-UBND ngày 10/4/2019"
SAID = {
    "Căn cứ Nghị định số 60/2024/NĐ-CP ngày 05/6/2024 của Chính phủ;": Relation.BASIS,
    "Căn cứ Luật Tiếp công dân ngày 25/11/2013;": Relation.BASIS,
    f"Quyết định này thay thế {OTHER}.": Relation.REPLACES,
    f"Quyết định này có hiệu lực kể từ ngày ký và thay thế {OTHER}.": Relation.REPLACES,
    f"Quyết định này có hiệu lực từ ngày 01/7/2026; thay thế {OTHER}.": Relation.REPLACES,
    f"Ban hành kèm theo Quyết định này Nội quy chợ, thay thế {OTHER}.": Relation.REPLACES,
    f"Kể từ ngày Quyết định này có hiệu lực, bãi bỏ {OTHER}.": Relation.REPEALS,
    f"Nay bãi bỏ {OTHER}.": Relation.REPEALS,
    f"Điều 1. Bãi bỏ toàn bộ {OTHER}.": Relation.REPEALS,
    f"Điều 1. Sửa đổi, bổ sung khoản 2 Điều 3 {OTHER}.": Relation.AMENDS,
    f"Sửa đổi, bổ sung một số điều của {OTHER}.": Relation.AMENDS,
    f"Theo {OTHER}, chợ họp hai phiên.": None,
    # The act of somebody else, or of nobody yet.
    f"Kế hoạch của huyện thay thế {OTHER}.": None,
    f"Quyết định này không thay thế {OTHER}.": None,
    f"Quyết định này làm cơ sở để sửa đổi, thay thế {OTHER}.": None,
    f"Quyết định này giao Phòng Kinh tế rà soát, thay thế {OTHER}.": None,
    f"Ủy ban nhân dân huyện đã bãi bỏ {OTHER}.": None,
    f"Giao Phòng Tư pháp tham mưu, bãi bỏ {OTHER}.": None,
    f"Đề nghị Hội đồng nhân dân bãi bỏ {OTHER}.": None,
    f"Căn cứ việc bãi bỏ {OTHER};": Relation.BASIS,
    f"Sửa đổi Điều 5 như sau: “Quyết định này thay thế {OTHER}.”": None,
    f'"Điều 9. Hiệu lực\nQuyết định này thay thế {OTHER}."': None,
    # A decision repeals no plan.
    "Bãi bỏ Kế hoạch số 31/KH-UBND ngày 10/4/2019.": None,
}


@pytest.mark.parametrize(("sentence", "relation"), SAID.items())
def test_a_document_stands_to_a_cited_one_as_its_words_say(sentence, relation):
    (cited,) = read_text(HEAD + sentence).cited_documents

    assert cited.relation is relation


def changes(text):
    """Which cited document was changed how, and by which."""
    return {
        (cited.number or cited.name, change.relation.value, change.number or change.name)
        for cited in read_text(HEAD + text).cited_documents
        for change in cited.changed_by
    }


OLD, NEW = "20/2008/NĐ-CP", "92/2017/NĐ-CP"
AMENDED = {(OLD, "amends", NEW)}
TOLD = {
    f"Nghị định số {OLD} ngày 14/02/2008 được sửa đổi, bổ sung bởi Nghị định số {NEW}.": AMENDED,
    f"Căn cứ Nghị định số {OLD} của Chính phủ (được sửa đổi, bổ sung tại Nghị định số {NEW});": (
        AMENDED
    ),
    f"Theo Nghị định số {OLD} (sửa đổi, bổ sung tại Nghị định số {NEW}), xã làm.": AMENDED,
    f"Căn cứ Nghị định số {NEW} ngày 07/8/2017 của Chính phủ sửa đổi, bổ sung một số điều của "
    f"Nghị định số {OLD};": AMENDED,
    f"Nghị định số {NEW} thay thế Nghị định số {OLD}.": {(OLD, "replaces", NEW)},
    f"Nghị định số {OLD} đã bị bãi bỏ bởi Nghị định số {NEW}.": {(OLD, "repeals", NEW)},
    f"Nghị định số {OLD} được sửa đổi bởi các Nghị định số {NEW}, số 8/2019/NĐ-CP.": {
        *AMENDED,
        (OLD, "amends", "8/2019/NĐ-CP"),
    },
    "Căn cứ Luật Đất đai năm 2013 được sửa đổi, bổ sung bởi Luật số 35/2018/QH14;": {
        ("Luật Đất đai năm 2013", "amends", "35/2018/QH14")
    },
    # Nothing is said of the two.
    f"Căn cứ Nghị định số {OLD}; Nghị định số {NEW};": set(),
    f"Nghị định số {OLD} được thực hiện tại xã theo Nghị định số {NEW}.": set(),
    f"Theo Nghị định số {NEW}, sẽ sửa đổi Nghị định số {OLD}.": set(),
    f"Nghị định số {OLD} hướng dẫn Luật Cư trú được sửa đổi bởi Luật số 35/2018/QH14.": set(),
    f"Nghị định số {OLD} được sửa đổi bởi Nghị định số {NEW} và Nghị định số 8/2019/NĐ-CP.": (
        AMENDED
    ),
    "Tờ trình số 9/TTr-UBND về việc bãi bỏ Nghị quyết số 3/NQ-HĐND.": set(),
}


@pytest.mark.parametrize(("sentence", "told"), TOLD.items())
def test_what_cited_documents_did_to_each_other_is_kept(sentence, told):
    assert changes(sentence) == told


def test_a_recital_changes_nothing():
    first, second = read_text(
        f"{HEAD}Căn cứ Quyết định số 40/QĐ-UBND ngày 01/3/2026 sửa đổi, bổ sung {OTHER};"
    ).cited_documents

    assert (first.relation, second.relation) == (Relation.BASIS, None)
    (change,) = second.changed_by
    assert (change.number, str(change.date)) == ("40/QĐ-UBND", "2026-03-01")


def test_an_act_goes_on_through_a_list():
    found = read_text(
        f"{HEAD}Quyết định này thay thế {OTHER} và Quyết định số 32/QĐ-UBND; bãi bỏ Quyết định "
        "số 33/QĐ-UBND. Thực hiện theo Quyết định số 34/QĐ-UBND và Quyết định số 35/QĐ-UBND."
    ).cited_documents

    assert [one.relation for one in found] == [
        *("replaces", "replaces", "repeals", None, None),
    ]


@pytest.mark.parametrize(
    ("opening", "relation"),
    [
        ("Bãi bỏ toàn bộ các Quyết định sau đây của xã:", "repeals"),
        ("Quyết định đã hết hạn gồm các văn bản sau đây:", None),
        ("Đề nghị bãi bỏ các Quyết định sau đây:", None),
    ],
)
def test_a_list_of_lines_is_done_what_stands_above_it(opening, relation):
    found = read_text(
        f"{HEAD}Điều 1. {opening}\n1. {OTHER} về chợ.\n2. Quyết định số 32/QĐ-UBND về phí.\n"
        "Điều 2. Thi hành\nQuyết định số 33/QĐ-UBND còn hiệu lực."
    ).cited_documents

    assert [one.relation for one in found] == [relation, relation, None]


def test_the_name_of_today_is_kept():
    (cited,) = read_text(
        f"{HEAD}Nghị quyết số 30/NQ-HĐND ngày 15/7/2024 của Hội đồng nhân dân xã Lũng Trên "
        "(nay là xã Thạch Lũng) tiếp tục được áp dụng.",
    ).cited_documents

    assert cited.now == "xã Thạch Lũng"

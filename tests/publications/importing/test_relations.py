import pytest

from portal.publications.importing import read_text
from portal.publications.importing.reading import Relation

HEAD = "QUYẾT ĐỊNH\nBan hành Nội quy chợ\n\n"
SAID = {
    "Căn cứ Nghị định số 60/2024/NĐ-CP ngày 05/6/2024 của Chính phủ;": Relation.BASIS,
    "Căn cứ Luật Tiếp công dân ngày 25/11/2013;": Relation.BASIS,
    "Quyết định này thay thế Quyết định số 31/QĐ-UBND ngày 10/4/2019.": Relation.REPLACES,
    "Nay bãi bỏ Quyết định số 31/QĐ-UBND ngày 10/4/2019.": Relation.REPEALS,
    "Nội quy sửa đổi, bổ sung một số điều của Quyết định số 31/QĐ-UBND.": Relation.AMENDS,
    "Theo Quyết định số 31/QĐ-UBND ngày 10/4/2019, chợ họp hai phiên.": None,
}


@pytest.mark.parametrize(("sentence", "relation"), SAID.items())
def test_a_document_stands_to_a_cited_one_as_its_words_say(sentence, relation):
    (cited,) = read_text(HEAD + sentence).cited_documents

    assert cited.relation is relation


def test_what_amended_a_cited_document_is_kept_with_it():
    first, second = read_text(
        f"{HEAD}Nghị định số 20/2008/NĐ-CP ngày 14/02/2008 được sửa đổi, bổ sung bởi "
        "Nghị định số 92/2017/NĐ-CP ngày 07/8/2017 của Chính phủ.",
    ).cited_documents

    assert (first.number, first.amended_by) == ("20/2008/NĐ-CP", "92/2017/NĐ-CP")
    assert (second.number, second.amended_by) == ("92/2017/NĐ-CP", None)


def test_the_name_of_today_is_kept():
    (cited,) = read_text(
        f"{HEAD}Nghị quyết số 30/NQ-HĐND ngày 15/7/2024 của Hội đồng nhân dân xã Lũng Trên "
        "(nay là xã Thạch Lũng) tiếp tục được áp dụng.",
    ).cited_documents

    assert cited.now == "xã Thạch Lũng"

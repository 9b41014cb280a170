"""The tables, measured on submissions written as people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.triage import rules
from portal.triage.rules import Own, Sensitive, Text, suggest
from tests.triage.submissions import SEEN, accuracy, submissions

# At least so much of each claim is right, of those in view and of those that were not.
SEEN_LEAST = {"sensitive": 1.0, "urgent": 1.0, "number to call": 1.0, "kind": 0.95, "field": 0.88}
UNSEEN_LEAST = {
    "sensitive": 0.98,
    "urgent": 0.97,
    "number to call": 1.0,
    "kind": 0.85,
    "field": 0.8,
}


@pytest.mark.parametrize(
    ("part", "least"), [(slice(SEEN), SEEN_LEAST), (slice(SEEN, None), UNSEEN_LEAST)]
)
def test_what_is_suggested_is_mostly_right(part, least):
    found = {claim: good / whole for claim, (good, whole) in accuracy(submissions()[part]).items()}
    assert {claim: share for claim, share in found.items() if share < least[claim]} == {}


def test_there_are_enough_submissions_of_every_sort():
    rows = submissions()
    assert len(rows) >= 150
    assert sum(row.sensitive != "none" for row in rows) >= 20
    assert sum(bool(row.calls) for row in rows) >= 15
    assert len({row.text for row in rows}) == len(rows)


@pytest.mark.parametrize(
    "typed",
    [
        "Cán bộ thái độ không tốt, làm chậm",
        "cán bộ không vòi tiền, rất tốt",
        "nên tuyên truyền luật tố cáo cho dân hiểu",
        "Phong bì thư tôi gửi chưa tới",
    ],
)
def test_a_grievance_is_no_denunciation(typed):
    assert suggest(typed).sensitive is not Sensitive.DENUNCIATION


@pytest.mark.parametrize(
    "typed",
    [
        "giá cả giết người",
        "nóng như lửa đốt",
        "cháy hàng rồi",
        "Nhà số 12 sợ cháy",
        "diễn tập cháy rừng",
    ],
)
def test_a_manner_of_speaking_is_no_emergency(typed):
    assert not suggest(typed).urgent


@pytest.mark.parametrize(
    ("typed", "call"),
    [
        ("em bị bố dượng đánh đập hàng ngày", "111"),
        ("em bi bo duong danh dap hang ngay", "111"),
        ("chồng em hay đánh em, em sợ lắm", "113"),
        ("con be bi xam hai ma khong dam noi", "111"),
    ],
)
def test_violence_at_home_is_an_emergency(typed, call):
    assert call in suggest(typed).calls


@pytest.mark.parametrize(
    ("typed", "sensitive"),
    [
        ("can bo dia chinh ten Hung doi tui 5tr moi chiu ky giay", Sensitive.DENUNCIATION),
        ("Anh cán bộ gợi ý đưa 2 triệu thì mới làm hồ sơ", Sensitive.DENUNCIATION),
        ("tui ko dong y quyet dinh thu hoi dat so 12 cua xa", Sensitive.COMPLAINT),
        ("Đèn đường hỏng. Tố cáo cán bộ nhận tiền.", Sensitive.DENUNCIATION),
        ("cán bộ bảo nộp 15 nghìn mới làm được trích lục, đúng không", Sensitive.NONE),
        ("Loa kéo đòi 5 giờ mới tắt", Sensitive.NONE),
    ],
)
def test_a_demand_and_a_decision_are_seen_however_they_are_put(typed, sensitive):
    assert suggest(typed).sensitive is sensitive


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("nha ben mo loa den 12h dem", ""),
        ("Nhà bên mở loa đến 12 giờ đêm", ""),
        ("em chan qua khong muon song nua", ""),
        ("phai quay lai ba lan", ""),
        ("den hong 3 hom roi", "duong-sa-chieu-sang"),
        ("Câu hỏi về áo đồng phục", ""),
        ("Đuờng làng ngập", "duong-sa-chieu-sang"),
        ("Ranh giới hoà giải ở Uỷ ban", "dat-dai"),
    ],
)
def test_marks_may_be_missing_but_not_others(typed, field):
    assert suggest(typed).field == field


def test_no_phrase_goes_over_the_end_of_a_sentence():
    assert not Text("Nhà cháu. Cháy túi.").has("chau chay")
    assert Text("hoà thuận, vui vẻ").has("hoa thuan", "hòa thuận")


def test_a_reason_is_always_words_of_the_table_that_stand_in_the_text():
    for row in submissions():
        text = Text(row.text)
        for words in suggest(row.text).reasons.values():
            assert all(text.has(rules.fold(word)) for word in words)


def test_the_authoritys_own_phrases_count_twice():
    own = Own(added={"fields.an-ninh-trat-tu": ["đầu chợ"]})
    assert suggest("rác đầu chợ", own).field == "an-ninh-trat-tu"
    assert suggest("rác đầu chợ").field == "moi-truong-rac-thai"


def test_every_list_is_added_to_and_says_so_in_its_reasons():
    own = Own(
        added={
            "fields.cau-cang": ["bến đò"],
            "kinds.praise": ["quá tuyệt"],
            "sensitive.accusation": ["cắt xén"],
            "urgent.114": ["thuyền lật"],
        }
    )
    found = suggest("Bến đò quá tuyệt, nhưng cán bộ cắt xén; thuyền lật rồi!", own)
    assert (found.field, found.reasons["field"]) == ("cau-cang", ("bến đò",))
    assert found.sensitive is Sensitive.DENUNCIATION
    assert found.reasons["sensitive"] == ("cắt xén", "cán bộ")
    assert (found.calls, found.reasons["urgent"]) == (("114",), ("thuyền lật",))
    assert suggest("quá tuyệt", own).kind == "praise"


def test_a_phrase_left_out_counts_no_more():
    own = Own(left_out={"fields.moi-truong-rac-thai": ["rác"]})
    assert suggest("rác", own).field == ""
    assert suggest("rác").field == "moi-truong-rac-thai"


@given(st.text(max_size=300))
def test_any_text_is_read(typed):
    found = suggest(typed)
    assert found.field in {"", *rules._tables()["fields"]}  # noqa: SLF001 - the table itself


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ông trưởng phòng Nguyễn Văn Bình nhận tiền của dân mới làm sổ đỏ", True),
        ("cán bộ A lấy tiền cứu trợ chia nhau", True),
        ("chu tich xa chia dat cho nha em vo", True),
        ("anh tuan cong an xa danh con toi roi bat ky giay", True),
        ("ko phải tố cáo gì đâu nhưng bà Hoa địa chính bắt đưa phong bì", True),
        ("Tôi không tố cáo ai, chỉ hỏi lịch tiếp dân", False),
        ("Cán bộ niềm nở, không vòi tiền như người ta nói", False),
    ],
)
def test_who_names_an_official_as_culprit_is_noticed_whatever_it_is_called(text, found):
    assert (suggest(text).sensitive is Sensitive.DENUNCIATION) is found

import pytest

from portal.triage.bayes import FEWEST, Bayes
from portal.triage.likeness import likeness, most_alike, places_in, shingles

LAMPS = ["đèn đường hỏng", "bóng đèn ngõ tắt", "đèn thôn không sáng", "cột đèn đổ"]
RUBBISH = ["rác chưa dọn", "thùng rác đầy", "bãi rác bốc mùi", "đổ rác trộm"]


def learnt():
    return Bayes([(text, "lamps") for text in LAMPS] + [(text, "rubbish") for text in RUBBISH])


def test_it_learns_which_answer_texts_had():
    chances = learnt().chances("den thon em hong roi")
    assert max(chances, key=chances.get) == "lamps"
    assert abs(sum(chances.values()) - 1) < 1e-9


def test_only_words_met_far_more_often_with_an_answer_tell_for_it():
    learner = learnt()
    assert learner.telling("Tôi thấy bóng đèn ngõ nhà tôi hỏng", "lamps") == ("den",)
    assert learner.telling("em không muốn sống nữa", "lamps") == ()
    assert learner.telling("đèn", "rubbish") == ()


def test_what_is_alike_shares_two_telling_words():
    learner = Bayes([("đèn đường hỏng", 1), ("đèn đường tắt", 1), ("đèn ngõ", 1), ("rác", 2)])
    like = learner.telling("đèn đường thôn em", 1)
    assert (like, learner.alike(like, 1)) == (("den", "duong"), 2)


def test_words_nobody_used_say_nothing():
    chances = learnt().chances("xyz qwerty")
    assert abs(chances["lamps"] - chances["rubbish"]) < 1e-9


def test_a_few_examples_are_not_enough_to_propose():
    assert Bayes([("đèn", 1)] * (FEWEST - 1)).chances("đèn") == {}
    assert set(Bayes([("đèn", 1)] * FEWEST).chances("đèn")) == {1}


def test_the_same_matter_in_other_words_is_alike_and_another_is_not():
    one = "Đèn đường thôn Đông Khê hỏng ba hôm nay"
    same = "den duong thon dong khe hong roi"
    other = "Xin cấp lại thẻ bảo hiểm y tế"
    assert likeness(shingles(one), shingles(same)) > 0.6
    assert likeness(shingles(one), shingles(other)) == 0
    assert [name for name, _ in most_alike(one, [("a", other), ("b", same)])] == ["b"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Đèn ở thôn Đông Khê hỏng", {"thôn Đông Khê"}),
        ("ngõ 3 Cầu Đá, xóm Mới", {"ngõ 3 Cầu Đá", "xóm Mới"}),
        ("cả thôn không có điện", set()),
    ],
)
def test_places_are_read_as_written(text, places):
    assert places_in(text) == places

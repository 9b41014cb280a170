"""Points, gaps, boilerplate and mere receipts, told apart by table."""

import pytest

from portal.cases import answer_quality, thinness
from portal.cases.answer_quality import alike, is_receipt, is_template_only, open_gaps, shingles

POINTS = [
    ("Đèn đường hỏng. Bao giờ xã thay?", ["Bao giờ xã thay?"]),
    ("den hong 2 tuan roi. khi nao sua vay", ["khi nao sua vay"]),
    ("Rác ứ đọng ở ngõ 3. Đề nghị xã cho xe vào lấy.", ["Đề nghị xã cho xe vào lấy."]),
    ("de nghi xa cho nguoi xuong xem", ["de nghi xa cho nguoi xuong xem"]),
    (
        "1. Xin hỏi lịch tiêm?\n2. Mong trạm mở cả thứ Bảy.",
        ["Xin hỏi lịch tiêm?", "Mong trạm mở cả thứ Bảy."],
    ),
    (
        "- Vì sao thu 2 lần\n- Bao nhiêu tiền một tháng",
        ["Vì sao thu 2 lần", "Bao nhiêu tiền một tháng"],
    ),
    ("Quầy có mở trưa không", ["Quầy có mở trưa không"]),
    ("Xin chào. Cảm ơn xã. Trân trọng.", []),
    ("Nhà tôi ở gần chợ. Đường ngập từ mồng 3.", []),
    ("", []),
    ("The lamp is broken. When will it be repaired?", ["When will it be repaired?"]),
    ("Please clean the ditch near the school.", ["Please clean the ditch near the school."]),
    ("Bao giờ xong? Bao giờ xong?", ["Bao giờ xong?"]),
    ("Mong xã trả lời; xin cảm ơn.", ["Mong xã trả lời;"]),
]


@pytest.mark.parametrize(("text", "points"), POINTS)
def test_sentences_that_ask_are_proposed_as_points(text, points):
    assert answer_quality.proposed_points(text) == points


def test_a_very_long_request_is_cut_between_words_and_there_are_ten_at_most():
    text = "Đề nghị " + "làm đường " * 100
    (point,) = answer_quality.proposed_points(text)
    assert point.endswith(("đường …", "làm …"))
    assert (
        len(answer_quality.proposed_points("\n".join(f"Mong có {n} đèn" for n in range(30)))) == 10
    )


RECEIPTS = [
    "Đã tiếp nhận ý kiến của quý vị.",
    "Ủy ban nhân dân xã đã nhận được phản ánh của ông và sẽ xem xét, giải quyết theo quy định.",
    "Kính gửi quý vị,\nChúng tôi ghi nhận ý kiến của quý vị.\nTrân trọng.",
    "da tiep nhan y kien, se xem xet va tra loi sau",
    (
        "Phòng Kinh tế đã tiếp nhận phản ánh về việc ba bóng đèn trước nhà văn hóa thôn Đông Khê bị"
        " tắt và sẽ kiểm tra, xử lý theo quy định."
    ),
    "Cảm ơn bà đã góp ý. Cơ quan xin tiếp thu và sẽ nghiên cứu.",
    "Ý kiến YK-2026-000042 của quý vị đã được chuyển bộ phận chuyên môn xem xét.",
    "Đã chuyển bộ phận liên quan để xử lý.",
    "Cơ quan đang xem xét, sẽ sớm phản hồi.",
    "We have received your message. Thank you.",
    "Your message has been received and will be forwarded to the department. We will look into it.",
    "Xin ghi nhận.",
    "Chúng tôi đã tiếp nhận ý kiến ngày 28/11/2026 và sẽ xem xét, trả lời sau.",
    "Ngày 28/11/2026, Ủy ban nhân dân xã đã nhận được ý kiến của ông bà. Xin trân trọng cảm ơn.",
    "Sáng nay xã đã tiếp nhận ý kiến của bà, sẽ xem xét.",
    "Đã tiếp nhận ý kiến lúc 8h30 hôm nay, sẽ trả lời trong 10 ngày làm việc.",
    "We have received your message on 28 Nov 2026 and will get back to you within 10 days.",
    "We have received your message on November 28, 2026.",
]
NOTHING = [".", "ok", "Đã xong.", "Xong.", "Trân trọng cảm ơn.", "Đã giải quyết xong!", "123", "👍",
           "Kính gửi quý vị, xin cảm ơn.", "Done. Thank you."]  # fmt: skip
ANSWERS = [
    "Đã thay ba bóng đèn trong sáng nay.",
    "Đã dọn rác.",
    "Chưa sửa được vì mưa.",
    "Đã tiếp nhận ý kiến ngày 20/11; sáng nay tổ thu gom đã dọn.",
    "Đã tiếp nhận và sẽ sửa trong 10 ngày.",
    "Ngày 28/11/2026 xã đã nhận được phản ánh; nhà văn hóa mở lại từ ngày 30/11.",
    "We received your message on 28 Nov 2026; the lamp will be replaced on 2 December.",
    "Đã tiếp nhận ý kiến và đã thay ba bóng đèn.",
    "Cảm ơn quý vị. Phòng Kinh tế đã kiểm tra, nguyên nhân là đứt dây; sẽ thay trước 30/6.",
    "Đã nhận phản ánh. Đường này do tỉnh quản lý, xã không có quyền sửa.",
    "Chúng tôi đã tiếp nhận và sẽ thay bóng đèn trước ngày 25/11/2026.",
    "Ghi nhận góp ý của bà: từ tháng 12 trạm mở thêm sáng thứ Bảy.",
    "Đã ghi nhận. Việc này không thuộc thẩm quyền của xã; quý vị liên hệ Sở Xây dựng.",
    "Theo Điều 28 Luật Thực hiện dân chủ ở cơ sở, dự thảo được lấy ý kiến ít nhất hai mươi ngày.",
    "Đã tiếp nhận ý kiến. Tổ thu gom đã dọn sạch điểm đầu ngõ và rắc vôi bột.",
    "We have received your message and the lamp was replaced yesterday.",
    "Xã đã nhắc nhở hộ kinh doanh và yêu cầu dọn vỉa hè; đã ghi nhận để theo dõi tiếp.",
    (
        "Tiếp thu ý kiến, xã bổ sung vào kế hoạch: lắp thêm hai cột đèn ở ngõ, thi công cùng đợt"
        " chỉnh trang chợ, có biển báo và người hướng dẫn trong thời gian làm."
    ),
]


@pytest.mark.parametrize("text", RECEIPTS)
def test_a_text_that_only_says_it_was_received_is_known(text):
    assert is_receipt(text)


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_from_which_nobody_learns_anything_is_known(text):
    assert thinness.is_thin(text)
    assert answer_quality.doubts(text).any


@pytest.mark.parametrize("text", ANSWERS)
def test_a_text_that_says_what_was_done_or_why_not_is_an_answer(text):
    assert not is_receipt(text)
    assert not thinness.is_thin(text)


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("Đường [[tên đường]] sửa trước [[ ngày ]].", ["tên đường", "ngày"]),
        ("Không còn gì.", []),
        ("[một ngoặc] và [[]]", ["…"]),
        ("[[hai\ndòng]]", ["hai dòng"]),
    ],
)
def test_open_gaps_are_named(text, gaps):
    assert open_gaps(text) == gaps


TEMPLATE = "Kính gửi quý vị, phòng đã kiểm tra đường [[tên đường]] và sẽ sửa trước ngày [[ngày]]."
EARLIER = {
    1: "Tổ thu gom đã dọn sạch điểm đầu ngõ và rắc vôi bột, từ nay thu bằng xe đẩy tay.",
    2: "Phòng đã thay ba bóng đèn trước nhà văn hóa thôn Đông Khê sáng nay.",
}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Phòng đã thay ba bóng đèn trước nhà văn hóa thôn Đông Khê sáng nay.", [2]),
        ("phong da thay ba bong den truoc nha van hoa thon dong khe sang nay", [2]),
        ("Phòng đã thay ba bóng đèn trước nhà văn hóa thôn Đông Khê sáng nay rồi.", [2]),
        ("Phòng đã thay ba bóng đèn ở ngõ 3 Cầu Đá, dây bị đứt do cây đổ.", []),
        ("Xe đẩy tay thu từ thứ Hai.", []),
        ("", []),
    ],
)
def test_nearly_the_same_as_an_earlier_answer_is_shown(text, keys):
    assert [found.key for found in alike(text, EARLIER)] == keys


def test_the_words_of_a_template_make_two_answers_no_more_alike():
    one = TEMPLATE.replace("[[tên đường]]", "Đông Khê").replace("[[ngày]]", "30/6")
    other = TEMPLATE.replace("[[tên đường]]", "Cầu Đá").replace("[[ngày]]", "15/7")
    assert alike(one, {1: other}, [TEMPLATE]) == []
    assert [found.key for found in alike(one, {1: one}, [TEMPLATE])] == [1]


def test_a_text_of_nothing_but_template_words_is_known():
    bare = "Kính gửi quý vị, phòng đã kiểm tra đường"
    assert is_template_only(bare, [TEMPLATE])
    assert not is_template_only(bare + " Đông Khê, thay hai tấm đan hỏng.", [TEMPLATE])
    assert not is_template_only("", [TEMPLATE])
    assert not is_template_only(bare, [])


def test_shingles_of_a_short_text_are_the_text():
    assert shingles("Đã xong") == {"da xong"}
    assert shingles("") == frozenset()


def test_all_doubts_come_together():
    found = answer_quality.doubts(
        "Đã tiếp nhận ý kiến [[tên]].", uncovered=["Bao giờ sửa?"], earlier={}, templates=[]
    )
    assert (found.uncovered, found.receipt, found.gaps) == (("Bao giờ sửa?",), True, ("tên",))
    assert found.any
    assert not answer_quality.doubts("Đã thay đèn sáng nay.").any

"""Short and concrete is an answer; long and vague is none."""

import pytest

from portal.cases.answer_quality import is_receipt
from portal.cases.thinness import is_thin

SHORT = [
    "Đã lắp đèn.",
    "Đã sửa.",
    "Đèn đã sáng.",
    "Đã vá ổ gà.",
    "Đã thay bóng.",
    "Đã dọn rác rồi.",
    "Đã cắt cây.",
    "Vừa nạo vét cống.",
    "Đã cấp lại thẻ.",
    "Nước đã có lại.",
    "Đã đổ bê tông.",
    "Chợ mở từ 5 giờ.",
    "150.000 đồng.",
    "Ngày 30/11/2026.",
    "Mang theo căn cước.",
    "Không mất phí.",
    "Việc của tỉnh.",
    "Chưa có vốn.",
    "Sai số nhà.",
    "Loa hỏng, đã tháo.",
    "Sẽ lắp đèn trước Tết.",
    "Tuần sau sẽ lắp đèn.",
    "Sẽ vá đường trước 30/6.",
    "Cảm ơn bác. Cống đã thông.",
    "Kính gửi ông, xe rác đến thứ Ba.",
    "Da lap den.",
    "Da sua duong roi.",
    "Tho sua ong nuoc sang thu Hai.",
    "The lamp works again.",
    "Road repaired.",
    "No fee.",
    "It is the province's road.",
]
NOTHING = [
    "Đã xong.",
    "Vâng ạ.",
    "Đã xử lý.",
    "Đã giải quyết theo quy định.",
    "Xin rút kinh nghiệm.",
    "Chúng tôi xin nghiêm túc rút kinh nghiệm.",
    "Sẽ cố gắng.",
    "Sẽ sớm khắc phục.",
    "Sẽ lắp đèn.",
    "Xã sẽ sớm sửa đường.",
    "Mong quý vị thông cảm.",
    "Xin lỗi vì sự bất tiện này.",
    "Cảm ơn ý kiến đóng góp của quý vị.",
    "Đã phối hợp với các đơn vị liên quan.",
    "Lãnh đạo đã chỉ đạo các bộ phận chuyên môn kiểm tra.",
    "Xã luôn quan tâm, lắng nghe ý kiến của nhân dân.",
    "Tiếp tục theo dõi, xử lý dứt điểm.",
    "Trong thời gian tới xã sẽ tăng cường chỉ đạo.",
    "Đã báo cáo lãnh đạo theo thẩm quyền.",
    "Xin ghi nhận và cảm ơn.",
    "Đã tiếp nhận ý kiến, sẽ trả lời sau.",
    "Đang xem xét.",
    "YK-2026-000123",
    "Se som khac phuc.",
    "Xin cam on quy vi.",
    "Da giai quyet.",
    "We apologise for the inconvenience.",
    "Thank you for your feedback.",
    "We will look into it as soon as possible.",
]


@pytest.mark.parametrize("text", SHORT)
def test_a_short_text_that_names_something_is_an_answer(text):
    assert not is_thin(text)
    assert not is_receipt(text)


@pytest.mark.parametrize("text", NOTHING)
def test_promises_receipts_and_stock_phrases_say_nothing(text):
    assert is_thin(text) or is_receipt(text)

"""PDF files as Word prints them, made while the tests run so that no binaries are kept."""

import io
from pathlib import Path

import fontpkg_be_vietnam_pro
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

FONT = "Vietnam"
PLAIN = ParagraphStyle("plain", fontName=FONT, fontSize=10, leading=13)
LEFT, MIDDLE, LINE = 60, 330, 16


def register_font():
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    pdfmetrics.registerFont(TTFont(FONT, folder / "BeVietnamPro-Regular.ttf"))


def two_columns():
    """A plan whose head and signature stand in two columns, the text broken by the page's width."""
    register_font()
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=A4)
    canvas.setFont(FONT, 10)
    y = _columns(canvas, 800, HEAD)
    for words in BODY:
        canvas.drawString(LEFT, y, words)
        y -= LINE
    _columns(canvas, y - LINE, FOOT)
    canvas.drawCentredString(A4[0] / 2, 30, "1")
    canvas.save()
    return content.getvalue()


HEAD = (
    ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("XÃ THẠCH LŨNG", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 95/KH-UBND", "Thạch Lũng, ngày 11 tháng 5 năm 2026"),
)
BODY = (
    "KẾ HOẠCH",
    "Làm sạch nguồn nước suối Nọi năm 2026",
    "Thực hiện Nghị định số 61/2023/NĐ-CP ngày 16/8/2023 của Chính phủ về xây dựng và thực",
    "hiện hương ước, quy ước của cộng đồng dân cư, Ủy ban nhân dân xã Thạch Lũng ban hành",
    "Kế hoạch làm sạch nguồn nước suối Nọi như sau:",
    "I. MỤC ĐÍCH",
    "Để bà con ba thôn dọc suối có nước sạch quanh năm, trẻ em tắm suối không mắc bệnh và",
    "không còn rác trôi về đập sau mỗi trận mưa.",
    "II. VIỆC CẦN LÀM",
    "1. Các thôn dọc suối",
    "- Mỗi nhà đào một hố rác cách suối ít nhất 30 mét, không vứt rác xuống suối trong mùa",
    "mưa.",
    "2. Trạm Y tế",
    "- Mỗi quý lấy mẫu nước một lần, dán kết quả tại nhà văn hóa thôn cho mọi người cùng biết",
    "và cùng giữ gìn.",
    "III. KINH PHÍ",
    "Từ quỹ của các thôn.",
)
FOOT = (
    ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"),
    ("- Đảng ủy xã;", "KT. CHỦ TỊCH"),
    ("- Các thôn;", "PHÓ CHỦ TỊCH"),
    ("- Lưu: VT.", ""),
    ("", "Sùng Thị Dế"),
)


def _columns(canvas, y, rows):
    for left, right in rows:
        canvas.drawString(LEFT, y, left)
        canvas.drawString(MIDDLE, y, right)
        y -= LINE
    return y - LINE


def ruled_table():
    """A plan with a ruled table that runs over two pages, its header on both."""
    register_font()
    content = io.BytesIO()
    before = [*HEAD_LINES, "KẾ HOẠCH", "Chuẩn bị khai giảng năm học 2026 - 2027", "I. YÊU CẦU"]
    story = [Paragraph(words, PLAIN) for words in [*before, *["Trường nào cũng sạch."] * 40]]
    story.append(Paragraph("II. PHÂN CÔNG", PLAIN))
    cells = [[Paragraph(words, PLAIN) for words in row] for row in ROWS]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    story.append(Table(cells, colWidths=(35, 170, 100, 100, 90), repeatRows=1, style=grid))
    story += [Paragraph(w, PLAIN) for w in ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Páo")]
    SimpleDocTemplate(content, pagesize=A4, topMargin=60, bottomMargin=60).build(story)
    return content.getvalue()


HEAD_LINES = (
    "ỦY BAN NHÂN DÂN",
    "XÃ THẠCH LŨNG",
    "Số: 96/KH-UBND",
    "Thạch Lũng, ngày 12 tháng 5 năm 2026",
)
ROWS = (
    ("STT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"),
    (
        *("1", "Sơn lại lớp học, thay bàn ghế hỏng", "Các trường học", "Phòng Kinh tế"),
        "Trước ngày 20/8/2026",
    ),
    (
        "2",
        "Vận động học sinh ở bản xa ra lớp, không để em nào bỏ học vì thiếu sách vở hoặc quần áo",
        *("Trưởng các thôn", "Hội Phụ nữ xã; Đoàn Thanh niên xã", "Tháng 8/2026"),
    ),
    ("3", "Khám sức khỏe đầu năm học", "Trạm Y tế", "Các trường học", "Quý III/2026"),
)


def long_plan():
    """A plan of about forty pages, half of them a table."""
    register_font()
    content = io.BytesIO()
    said = "- " + "Trường nào cũng sạch, lớp nào cũng sáng, học sinh nào cũng có sách. " * 8
    before = [*HEAD_LINES, "KẾ HOẠCH", "Làm đẹp trường học", "I. YÊU CẦU", *[said] * 130]
    story = [Paragraph(words, PLAIN) for words in [*before, "II. PHÂN CÔNG"]]
    rows = [ROWS[0], *((str(number), *ROWS[2][1:]) for number in range(1, 260))]
    cells = [[Paragraph(words, PLAIN) for words in row] for row in rows]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    story.append(Table(cells, colWidths=(35, 170, 100, 100, 90), repeatRows=1, style=grid))
    SimpleDocTemplate(content, pagesize=A4).build(story)
    return content.getvalue()

"""Word files as officials save them, made while the tests run so that no binaries are kept."""

import io

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
NUMBERING = 77
FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def automatic_numbers():
    """A plan whose every number is made by Word, with a header, a footer and a footnote."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Tài liệu họp, trang 2"
    document.sections[0].footer.paragraphs[0].text = "Lưu tại Văn phòng"
    _head(document, "Số: 91/KH-UBND", "17 tháng 4")
    for words in ("KẾ HOẠCH", "Ngày hội đọc sách thiếu nhi năm 2026"):
        document.add_paragraph(words)
    document.add_paragraph("Ủy ban nhân dân xã Vân Khê ban hành Kế hoạch như sau:")
    _define_numbers(document)
    _numbered(document, 0, "MỤC ĐÍCH")
    _numbered(document, 3, "Để trẻ em các thôn có sách đọc trong hè.")
    _numbered(document, 0, "NỘI DUNG")
    _numbered(document, 1, "Trưng bày sách")
    _numbered(document, 2, "Mỗi thôn một gian;")
    _numbered(document, 2, "Trường học cho mượn giá sách.")
    _numbered(document, 1, "Đọc sách tại thư viện xã")
    _numbered(document, 3, "Mở cửa cả ngày chủ nhật.")
    _numbered(document, 0, "TỔ CHỨC THỰC HIỆN")
    _numbered(document, 1, "Phòng Văn hóa - Xã hội")
    words = "Mời các trường theo Công văn số 55/SVHTT-TV ngày 02/4/2026 của Sở Văn hóa và Thể thao."
    noted = _numbered(document, 3, words)
    _numbered(document, 1, "Các trường học")
    _numbered(document, 3, "Cử giáo viên trông các em.")
    _add_footnote(document, noted, "Kèm Thông báo số 12/TB-SVHTT ngày 03/4/2026 của Sở.")
    _signed(document, "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Thị Mây")
    return saved(document)


def _head(document, number, day):
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = f"ỦY BAN NHÂN DÂN\nXÃ VÂN KHÊ\n{number}"
    head.cell(0, 1).text = f"{MOTTO}\nVân Khê, ngày {day} năm 2026"


def _signed(document, words):
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Đảng ủy xã;\n- Lưu: VT."
    foot.cell(0, 1).text = f"TM. ỦY BAN NHÂN DÂN\n{words}"


def _define_numbers(document):
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(LEVELS)
    )
    numbering = document.part.numbering_part.element
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING}">{levels}'
    numbering.insert(0, parse_xml(f"{abstract}</w:abstractNum>"))
    number = f'<w:num {nsdecls("w")} w:numId="{NUMBERING}"><w:abstractNumId w:val="{NUMBERING}"/>'
    numbering.append(parse_xml(f"{number}</w:num>"))


def _numbered(document, level, words):
    paragraph = document.add_paragraph(words)
    properties = paragraph.runs[0].element.getparent().get_or_add_pPr()
    numbers = properties.get_or_add_numPr()
    numbers.get_or_add_ilvl().val = level
    numbers.get_or_add_numId().val = NUMBERING
    return paragraph


def _add_footnote(document, paragraph, words):
    run = paragraph.add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "1")
    run.element.append(reference)
    content = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    name = PackURI("/word/footnotes.xml")
    part = Part(name, kind, content.encode(), document.part.package)
    document.part.relate_to(part, FOOTNOTES)


def merged_cells():
    """A plan whose table has a header in two rows, group rows and cells merged downwards."""
    document = Document()
    _head(document, "Số: 92/KH-UBND", "20 tháng 4")
    for words in ("KẾ HOẠCH", "Nâng chất lượng trả lời ý kiến người dân năm 2026", "I. YÊU CẦU"):
        document.add_paragraph(words)
    document.add_paragraph("Ý kiến nào cũng có người trả lời.")
    _signed(document, "CHỦ TỊCH\n\nVi Văn Sáng")
    document.add_paragraph("PHỤ LỤC")
    document.add_paragraph("Phân công thực hiện")
    shared, office = "Văn phòng HĐND và UBND xã", "Trung tâm Phục vụ hành chính công"
    both = "Các phòng chuyên môn; Công an xã"
    rows = (
        ("STT", "Nội dung", "Trách nhiệm", "", "Thời gian"),
        ("", "", "Chủ trì", "Phối hợp", ""),
        ("A", "CÔNG KHAI", "", "", ""),
        ("1", "Dán bảng tin tại các thôn", shared, "Trưởng các thôn", "Tháng 5/2026"),
        ("2", "Đăng tin trên cổng của xã", "", "Phòng Văn hóa - Xã hội", "Thường xuyên"),
        ("B", "TRẢ LỜI Ý KIẾN", "", "", ""),
        ("1", "Trả lời ý kiến gửi qua mã QR", both, "", "Thường xuyên"),
        ("2", "Gọi điện hỏi lại người gửi", office, "Các phòng chuyên môn", "Hằng tháng"),
    )
    table = document.add_table(rows=len(rows), cols=5)
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    _merge(table, (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    _merge(table, (2, 1, 2, 4), (3, 2, 4, 2), (5, 1, 5, 4))
    return saved(document)


def _merge(table, *areas):
    for top, left, bottom, right in areas:
        table.cell(top, left).merge(table.cell(bottom, right))


def unfinished():
    """A notice with tracked changes, a comment, hidden text and an embedded sheet."""
    document = Document()
    _head(document, "Số: 93/TB-UBND", "22 tháng 4")
    for words in ("THÔNG BÁO", "Tạm dừng họp chợ phiên"):
        document.add_paragraph(words)
    document.add_paragraph("Ủy ban nhân dân xã Vân Khê thông báo:")
    first = document.add_paragraph("1. Chợ nghỉ ngày 01/5/2026")
    for tag, words in (("ins", " và 02/5/2026."), ("del", " đến hết tháng 5.")):
        text = "t" if tag == "ins" else "delText"
        first.runs[0].element.getparent().append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="9" w:author="x"><w:r><w:{text} '
                f'xml:space="preserve">{words}</w:{text}></w:r></w:{tag}>'
            )
        )
    second = document.add_paragraph("2. Các hộ bán hàng dọn sạch chỗ trước khi nghỉ.")
    document.add_comment(second.runs[0], text="Hỏi lại anh Bách", author="x", initials="x")
    second.add_run(" Chưa thống nhất.").font.hidden = True
    sheet = Part(PackURI("/word/embeddings/bang.xlsx"), "application/x", b"PK", None)
    document.part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE)
    _signed(document, "CHỦ TỊCH\n\nVi Văn Sáng")
    return saved(document)

"""The register of items in the eleven columns of form 03 of Thông tư 04/2021/TT-TTCP."""

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.cases import reading, wording
from portal.cases.models import Case, Purpose
from portal.cases.rules import State
from portal.cases.telling import sent_as
from portal.permissions import Action, Actor, allowed
from portal.publications.metadata import BYTE_ORDER_MARK, harmless
from portal.web.filters import day

LONGEST_CELL = 32_000  # Excel takes no more
Row = list[str]


def as_csv(session: Session, actor: Actor, cases: Iterable[Case]) -> tuple[bytes, int]:
    """Return the register as CSV (RFC 4180, UTF-8 with its mark), and how many items it holds."""
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(head())
    count = 0
    for row in rows(session, actor, cases):
        writer.writerow([harmless(cell) for cell in row])
        count += 1
    return text.getvalue().encode(), count


def as_xlsx(session: Session, actor: Actor, cases: Iterable[Case]) -> tuple[bytes, int]:
    """Return the register as a workbook whose cells are words and nothing else; and its length."""
    out = io.BytesIO()
    count = 0
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("03")
        bold = book.add_format({"bold": True, "text_wrap": True})
        for column, title in enumerate(head()):
            sheet.write_string(0, column, title, bold)
        sheet.freeze_panes(1, 0)
        for count, row in enumerate(rows(session, actor, cases), 1):
            for column, cell in enumerate(row):
                sheet.write_string(count, column, harmless(cell))
    return out.getvalue(), count


def head() -> Row:
    """Return the names of the eleven columns.

    Identity papers and the number of people stay blank: the portal asks for neither, and a number
    nobody counted would be invented.
    """
    return [
        _("STT"),
        _("Ngày tiếp nhận"),
        _("Họ tên, cách liên hệ"),
        _("Giấy tờ tùy thân"),
        _("Tóm tắt nội dung"),
        _("Phân loại, số người cùng nội dung"),
        _("Cơ quan đã giải quyết"),
        _("Cơ quan có thẩm quyền"),
        _("Hướng dẫn"),
        _("Chuyển đến"),
        _("Kết quả"),
    ]


def rows(session: Session, actor: Actor, cases: Iterable[Case]) -> Iterator[Row]:
    """Yield a row for each item; who wrote it only where `actor` may know, and each look noted."""
    for place, case in enumerate(cases, 1):
        office = case.office.name if case.office else ""
        yield [
            _short(cell)
            for cell in (
                str(place),
                day(clock.local_date(case.received_at)),
                _sender(session, actor, case),
                "",
                f"{case.number}. {case.subject}: {case.text}",
                wording.kind_name(case.kind),
                office if case.answered_at else "",
                office,
                _last(case, Purpose.REFUSAL),
                office if _last(case, Purpose.HAND_OVER) else "",
                _result(case),
            )
        ]


def _sender(session: Session, actor: Actor, case: Case) -> str:
    sent = sent_as(case)
    if sent.contact is None:
        return str(_("không để lại"))
    if not allowed(actor, Action.CONTACT_READ, case):
        return str(_("có, không thuộc quyền xem"))
    contact = reading.read_contact(session, actor, case, by="register")
    parts = (contact.name, contact.phone, contact.email) if contact else ()
    return ", ".join(part for part in parts if part)


def _result(case: Case) -> str:
    if case.answered_at and case.state not in {State.WITHDRAWN, State.SEALED}:
        said = _("Trả lời ngày %(day)s", day=day(clock.local_date(case.answered_at)))
        if case.state is State.CLOSED:
            said = f"{said}; {wording.state_of(case)}"
    else:
        said = wording.state_name(case.state)
    late = _("quá hạn từ %(day)s", day=day(case.overdue_on)) if case.overdue_on else ""
    return "; ".join(part for part in (said, late) if part)


def _last(case: Case, purpose: Purpose) -> str:
    return next((row.text for row in reversed(case.letters) if row.purpose is purpose), "")


def _short(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…"

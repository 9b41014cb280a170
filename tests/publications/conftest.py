"""Makers of publications and of the files they come from."""

import secrets

import pytest

from portal.permissions import Actor, Role
from portal.publications import service

TEXT = """ỦY BAN NHÂN DÂN
XÃ VÂN KHÊ
Số: {number}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Vân Khê, ngày 06 tháng 3 năm 2026

{kind}
{title}

Căn cứ Kế hoạch số 12/KH-UBND ngày 15/01/2026 của Ủy ban nhân dân xã;

I. MỤC ĐÍCH
1. Mục đích
Người đến làm thủ tục góp ý được ngay sau khi rời quầy.
II. NỘI DUNG
1. Đặt bảng mã QR
Mỗi quầy một mã riêng.
Cơ quan chủ trì: Trung tâm Phục vụ hành chính công.
Cơ quan phối hợp: Công an xã.
Thời gian: Trước ngày 31/3/2026.

Trên đây là Kế hoạch của Ủy ban nhân dân xã.

Nơi nhận:
- Các thôn;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Văn Minh
"""


@pytest.fixture
def make_text():
    def make(
        title: str = "Ứng dụng mã QR tại bộ phận một cửa năm 2026",
        number: str = "41/KH-UBND",
        kind: str = "KẾ HOẠCH",
    ) -> bytes:
        return TEXT.format(title=title, number=number, kind=kind).encode()

    return make


@pytest.fixture
def editor(make_official, actor_of):
    """An editor of the given office, or of a new one."""

    def make(office=None, *roles: Role) -> Actor:
        return actor_of(make_official(*(roles or (Role.EDITOR,)), office=office))

    return make


@pytest.fixture
def stored(app):
    """Where the files of this test's portal are kept."""
    return app.extensions["files"]


@pytest.fixture
def make_publication(db, stored, make_office, make_text):
    """Import a text (published unless told otherwise), as an editor of its office would."""

    def make(office=None, *, published: bool = True, content: bytes = b"", **text):
        office = office or make_office()
        actor = Actor(roles=frozenset({Role.EDITOR}), offices=frozenset({office.id}))
        mark = f"\n<!-- {secrets.token_hex(4)} -->\n".encode()
        found = service.import_file(
            db, stored, actor, office, "ke-hoach.txt", content or make_text(**text) + mark
        )
        if published:
            service.publish(db, actor, found.id, confirmed=True)
        db.commit()
        return found

    return make


@pytest.fixture
def office(make_office):
    return make_office()


@pytest.fixture
def people(make_official, actor_of, office):
    """Two editors of one office: (first, second)."""
    return [actor_of(make_official(Role.EDITOR, office=office)) for _ in range(2)]


@pytest.fixture
def draft(db, stored, office, people, make_text):
    """What the first of them read in."""
    found = service.import_file(db, stored, people[0], office, "a.txt", make_text())
    db.commit()
    return found

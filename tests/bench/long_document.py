"""`python -m tests.bench.long_document`: what the pages of a regulation of 300 articles cost.

Both sizes are read in and asked for in the same run, so what is printed is a ratio: ten times the
articles should cost about ten times the page, not more and more. Before rows of the check page were
written straight out, its page of 300 articles (1,201 sections) took eight times as long.
"""

import secrets
import tempfile
import time
from datetime import date
from http import HTTPStatus
from pathlib import Path

from flask import Flask

from portal import migrations
from portal.accounts.models import Authority, Office
from portal.app import create_app
from portal.config import Settings
from portal.db import transaction
from portal.permissions import VISITOR, Actor, Role
from portal.publications import service
from portal.publications.models import Publication

SMALL, LARGE = 30, 300
TIMES = 5


def words(articles: int) -> str:
    """Return a decision with a regulation of so many articles, three clauses each."""
    head = (
        "ỦY BAN NHÂN DÂN\nXÃ VÂN KHÊ\nSố: 41/QĐ-UBND\n\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Vân Khê, ngày 06 tháng 3 năm 2026\n\nQUYẾT ĐỊNH\nBan hành Quy chế làm việc\n\n"
        "Căn cứ Kế hoạch số 12/KH-UBND ngày 15/01/2026 của Ủy ban nhân dân xã;\n"
    )
    body = "\n".join(_article(number) for number in range(1, articles + 1))
    foot = (
        "\n\nNơi nhận:\n- Các thôn;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Minh\n"
    )
    return head + body + foot


def _article(number: int) -> str:
    clause = (
        "Cán bộ, công chức tiếp nhận, giải quyết và trả lời ý kiến của người dân đúng thời hạn, "
        "đúng thẩm quyền, ghi rõ căn cứ và chịu trách nhiệm về nội dung trả lời"
    )
    return f"Điều {number}. Trách nhiệm thứ {number}\n" + "\n".join(
        f"{at}. {clause} ({number}.{at}).\na) Việc thứ nhất;\nb) Việc thứ hai." for at in (1, 2, 3)
    )


def _portal(folder: Path) -> tuple[Flask, dict[int, Publication], Actor]:
    """Return a portal with a document of each size, and an editor of the office they are in."""
    settings = Settings(data=folder, key=secrets.token_hex(32))
    migrations.upgrade(settings.database)
    app = create_app(settings)
    with app.extensions["sessions"]() as session, transaction(session):
        office = Office(name="Văn phòng", code="vp", slug="vp", valid_from=date(2025, 7, 1))
        session.add_all([Authority(id=1, name="Xã Vân Khê", short_name="Vân Khê"), office])
        session.flush()
        editor = Actor(roles=frozenset({Role.EDITOR}), offices=frozenset({office.id}))
        made = {}
        for size in (SMALL, LARGE):
            content, files = words(size).encode(), app.extensions["files"]
            made[size] = service.import_file(session, files, editor, office, f"{size}.txt", content)
            service.publish(session, editor, made[size].id, confirmed=True)
    return app, made, editor


def _quickest(app: Flask, address: str) -> float:
    """Return the seconds of the quickest of `TIMES`."""
    client, spent = app.test_client(), []
    for _ in range(TIMES):
        start = time.perf_counter()
        if client.get(address).status_code != HTTPStatus.OK:
            raise SystemExit(address)
        spent.append(time.perf_counter() - start)
    return min(spent)


def main() -> None:
    """Print, for each page, what ten times the articles cost."""
    with tempfile.TemporaryDirectory() as folder:
        app, made, editor = _portal(Path(folder))
        for who, name, address in (
            (editor, "check page", "/quan-tri/van-ban/{0.id}"),
            (VISITOR, "public page", "/van-ban/{0.slug}"),
        ):
            app.extensions["identify"] = lambda who=who: who
            small, large = (_quickest(app, address.format(made[size])) for size in (SMALL, LARGE))
            print(f"{name:12}  {LARGE} articles {large / small:5.1f} x {SMALL}, {large:.2f} s")


if __name__ == "__main__":
    main()

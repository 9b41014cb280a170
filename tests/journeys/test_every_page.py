"""Every page in every state: nothing axe or our own inspection has a word to say about."""

import pytest

from portal.config import Settings
from tests.journeys.inspection import faults
from tests.journeys.pages import (
    CITIZEN,
    DARK,
    ENGLISH,
    OFFICIAL,
    OFFICIAL_ENGLISH,
    Page,
    fill_and_send,
)
from tests.journeys.person import Person, Visit
from tests.journeys.scenes import Scenes, draft_id, prepare

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("every page")]

NOTICE = """ỦY BAN NHÂN DÂN XÃ VÂN KHÊ
Số: 260/TB-UBND
Vân Khê, ngày 20 tháng 11 năm 2026

THÔNG BÁO
Lịch họp thôn tháng 12 năm 2026

1. Thôn Đông Khê họp lúc 19 giờ 30 ngày 05/12/2026.
2. Thôn Vân Hạ họp lúc 19 giờ 30 ngày 06/12/2026.
"""
PHONE, DESK = (360, 740), (1280, 900)
MOST_BYTES = 60 * 1024  # on the wire, first visit


def named(page: Page) -> str:
    return f"{page.path} {page.name} {page.who}".strip()


@pytest.fixture(scope="module")
def portal_settings(live) -> Settings:
    key = live.environment["PORTAL_KEY"]
    return Settings(data=live.data, key=key, public_url=live.url)


@pytest.fixture(scope="module")
def crowd(chromium, live, passwords, badges):
    """Return one person for each official and manner, who stays for the whole sweep."""
    visit = Visit(chromium, live.url, passwords, badges)
    seated: dict[tuple[str, str, str], Person] = {}

    def call(who: str, language: str = "vi-VN", scheme: str = "light") -> Person:
        key = (who, language, scheme)
        if key not in seated:
            manner = {"language": language, "scheme": scheme}
            come = visit.official if who else visit.person
            seated[key] = come(*((who,) if who else ()), DESK, **manner)
        return seated[key]

    yield call
    visit.close()


@pytest.fixture(scope="module")
def scenes(live, portal_settings, crowd, tmp_path_factory):
    scenes = prepare(portal_settings)
    notice = tmp_path_factory.mktemp("notice") / "lich-hop.txt"
    notice.write_text(NOTICE, "utf-8")
    live.portal("import", str(notice))
    scenes.ids["draft"] = draft_id(portal_settings)
    editor = crowd("lan.pt")
    editor.open(f"/quan-tri/van-ban/{scenes.ids['gone']}/go")
    fill_and_send(reason="Đăng nhầm bản chưa ký.")(editor, scenes)
    assert editor.status == 200
    return scenes


def reach(person: Person, page: Page, scenes: Scenes) -> None:
    """Bring `person` to the page in its state."""
    ids = {f"id of {name}": number for name, number in scenes.ids.items()}
    places = scenes.documents | scenes.numbers | ids
    person.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    path = page.path
    for name, value in {**places, "counter": scenes.counter, "old_code": scenes.old_code}.items():
        path = path.replace(f"{{{name}}}", str(value))
    person.open(path)
    if page.then:
        page.then(person, scenes)
    person.page.wait_for_load_state()
    assert person.status == page.status


def inspect(
    person: Person,
    page: Page,
    scenes: Scenes,
    sizes: tuple[tuple[int, int], ...] = (PHONE, DESK),
    *,
    axe: bool = True,
) -> None:
    person.troubles.clear()
    reach(person, page, scenes)
    found = [*faults(person.page, list(sizes), axe=axe), *person.troubles]
    person.troubles.clear()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", CITIZEN, ids=named)
def test_a_citizens_page_has_no_fault(crowd, scenes, page):
    inspect(crowd(""), page, scenes)


@pytest.mark.parametrize("page", OFFICIAL, ids=named)
def test_a_page_of_the_desk_has_no_fault(crowd, scenes, page):
    inspect(crowd(page.who), page, scenes)


@pytest.mark.parametrize("page", ENGLISH, ids=named)
def test_a_page_in_english_has_no_fault(crowd, scenes, page):
    guest = crowd("", language="en-GB")
    inspect(guest, page, scenes, axe=False)
    assert guest.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("page", OFFICIAL_ENGLISH, ids=named)
def test_a_page_of_the_register_in_english_has_no_fault(crowd, scenes, page):
    editor = crowd(page.who, language="en-GB")
    inspect(editor, page, scenes, axe=False)
    assert editor.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("page", DARK, ids=named)
def test_a_page_in_the_dark_has_no_fault(crowd, scenes, page):
    inspect(crowd(page.who, scheme="dark"), page, scenes, (DESK,))


PUBLIC = (
    "/", "/van-ban", "/van-ban/{tasks}", "/tim-kiem?q=quet+ma+qr", "/gop-y", "/tra-cuu", "/y-kien",
    "/minh-bach", "/co-quan", "/co-quan/phong-kinh-te", "/khieu-nai-to-cao", "/q/{counter}",
)  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_a_first_visit_is_light_and_leaves_no_cookie(visit, scenes, path):
    person = visit.person(PHONE)
    wire = person.page.context.new_cdp_session(person.page)
    sizes = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    reach(person, Page(path), scenes)
    person.page.wait_for_load_state("networkidle")
    assert len(sizes) >= 3  # the page, its style, its script
    assert sum(sizes) <= MOST_BYTES
    assert person.page.context.cookies() == []
    assert person.page.evaluate("localStorage.length + sessionStorage.length") == 0

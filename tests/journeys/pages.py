"""Every page in every state: where it is, who looks, and what is done there first."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.journeys.person import Person
from tests.journeys.scenes import HEAD, OFFICER, Scenes
from tests.journeys.telling import send, tell


@dataclass(frozen=True)
class Page:
    """One page in one state.

    Attributes:
        path: its address; {…} is filled in from the scenes.
        who: user name of the official who looks; "" for a citizen.
        status: the answer expected in the end.
        then: what is done on the page first.

    """

    path: str
    who: str = ""
    status: int = 200
    then: Callable[[Person, Scenes], object] | None = None
    name: str = ""


def press_send(person: Person, _scenes: Scenes) -> None:
    person.main.locator("form[method=post] [type=submit]").last.click()


def fill_and_send(**typed: str) -> Callable[[Person, Scenes], None]:
    def act(person: Person, scenes: Scenes) -> None:
        for name, words in typed.items():
            person.fill(name, words)
        press_send(person, scenes)

    return act


def open_with_code(state: str, act: str = "") -> Callable[[Person, Scenes], None]:
    def look(person: Person, scenes: Scenes) -> None:
        fill_and_send(code=scenes.codes[state])(person, scenes)
        if act:
            person.unfold(f"form[action='/tra-cuu/{act}'] button")
            person.main.locator(f"form[action='/tra-cuu/{act}'] button").click()

    return look


def unfold_all(person: Person, _scenes: Scenes) -> None:
    """Open every fold, so that what is in it is looked at too."""
    person.main.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")


def make(move: str) -> Callable[[Person, Scenes], None]:
    def press(person: Person, scenes: Scenes) -> None:
        unfold_all(person, scenes)
        person.move(move)

    return press


def send_password(person: Person, _scenes: Scenes) -> None:
    person.main.locator("form:has([type=password]) [type=submit]").click()


def press_split(person: Person, _scenes: Scenes) -> None:
    person.fill("matters-0-text", "Ông B nhận tiền.")
    person.press("Chia phần")


def seal(person: Person, scenes: Scenes) -> None:
    fill_and_send(text="Ông Cao Văn Lộc bao che cho người nhà.")(person, scenes)


def refuse_to_show(person: Person, scenes: Scenes) -> None:
    unfold_all(person, scenes)
    press_send(person, scenes)


def rate(person: Person, _scenes: Scenes) -> None:
    person.main.locator("button[name=score][value='1']").click()


def rate_and_leave(person: Person, scenes: Scenes) -> None:
    rate(person, scenes)
    person.main.locator("button[name=done]").click()


def rate_and_say_more(person: Person, scenes: Scenes) -> None:
    rate(person, scenes)
    while not person.main.locator("[name=words]").count():
        person.main.locator(".counter__ways button:not([name])").first.click()


def send_mistaken(person: Person, scenes: Scenes) -> None:
    person.unfold("[name=email]")
    fill_and_send(text="Đèn hỏng.", email="không phải", phone="abc")(person, scenes)


def send_whole(person: Person, _scenes: Scenes) -> None:
    tell(person, "cho trang biên nhận")
    send(person)


def open_menu(person: Person, _scenes: Scenes) -> None:
    person.page.set_viewport_size({"width": 360, "height": 740})
    person.page.locator("header details summary").click()


CITIZEN = (
    Page("/"),
    Page("/", then=open_menu, name="menu"),
    Page("/van-ban"),
    Page("/van-ban?loai=ke-hoach"),
    Page("/van-ban?nam=1999"),
    Page("/van-ban/{tasks}", then=unfold_all),
    Page("/van-ban/{asked}"),
    Page("/van-ban/{gone}", status=410),
    Page("/tim-kiem"),
    Page("/tim-kiem?q=quet+ma+qr", then=unfold_all),
    Page("/tim-kiem?q=xyzzyplugh"),
    Page("/gop-y", then=unfold_all),
    Page("/gop-y?quay={counter}"),
    Page("/gop-y?van-ban={asked}"),
    Page("/gop-y", status=422, then=press_send, name="empty"),
    Page("/gop-y", status=422, then=send_mistaken, name="mistaken"),
    Page("/gop-y/bien-nhan", status=404, name="gone"),
    Page("/gop-y", then=send_whole, name="receipt"),
    Page("/khieu-nai-to-cao"),
    Page("/tiep-cong-dan"),
    Page("/tiep-cong-dan", status=422, then=press_send, name="empty"),
    Page("/gui-kin", then=unfold_all),
    Page("/gui-kin", status=422, then=press_send, name="empty"),
    Page("/gui-kin", then=seal, name="receipt"),
    Page("/tra-cuu", then=open_with_code("sealed"), name="sealed"),
    Page("/tra-cuu", then=unfold_all),
    Page("/tra-cuu", status=422, then=press_send, name="empty"),
    Page("/tra-cuu", status=404, then=fill_and_send(code="AAAA BBBB"), name="unknown"),
    *(
        Page("/tra-cuu", then=open_with_code(state), name=state)
        for state in (
            "received", "in_progress", "waiting", "for_approval",
            "answered", "closed", "reopened", "refused", "withdrawn", "split",
        )
    ),
    Page("/tra-cuu", status=422, then=open_with_code("waiting", "reply"), name="empty reply"),
    Page("/tra-cuu", status=422, then=open_with_code("answered", "dispute"), name="empty dispute"),
    Page("/y-kien"),
    Page("/y-kien?nam=1999"),
    Page("/y-kien/{published}"),
    Page("/kien-nghi"),
    Page("/kien-nghi/1", then=unfold_all),
    Page("/kien-nghi/4", name="refused"),
    Page("/kien-nghi/moi?viec=lam+via+he+tu+cong+truong+tieu+hoc+den+cho"),
    Page("/kien-nghi/2/ky", status=422, then=press_send, name="empty"),
    Page("/kien-nghi/chu-ky/{signature}"),
    Page("/cam-ket"),
    Page("/cam-ket?xem=kept"),
    Page("/co-quan"),
    Page("/co-quan/phong-kinh-te"),
    Page("/co-quan/van-phong"),
    Page("/minh-bach"),
    Page("/minh-bach?ky=nam-truoc"),
    Page("/cong-khai", then=unfold_all),
    Page("/cong-khai?ky=2026-Q2"),
    Page("/cong-khai/du-toan-ngan-sach"),
    Page("/van-ban/{revised}"),
    Page("/van-ban/{revised}/so-sanh?voi=1"),
    Page("/huong-dan"),
    Page("/quyen-rieng-tu"),
    Page("/q/{counter}"),
    Page("/q/{counter}", then=rate, name="question"),
    Page("/q/{counter}", then=rate_and_say_more, name="words"),
    Page("/q/{counter}", then=rate_and_leave, name="thanks"),
    Page("/q/{old_code}", status=410),
    Page("/q/{counter}/thu-tuc"),
    Page("/q/{counter}/thanh-toan"),
    Page("/danh-gia", then=unfold_all),
    Page("/danh-gia?quay=Q2"),
    Page("/danh-gia/man-hinh"),
    Page("/khong-co-trang-nay", status=404),
    Page("/dang-nhap"),
    Page(
        "/dang-nhap",
        status=422,
        then=fill_and_send(user_name="nobody", password="not the password"),
        name="wrong",
    ),
    Page("/thiet-lap/khong-co", status=404),
)  # fmt: skip

OFFICIAL = (
    Page("/quan-tri/chuyen-tiep", "tam.ntt"),
    Page("/quan-tri/phan-cong", "tam.ntt"),
    Page("/quan-tri/kin", "cuong.dm"),
    Page("/quan-tri/kin", "loc.cv", name="empty"),
    Page("/quan-tri/tiep-cong-dan", "ngoc.htb"),
    Page("/quan-tri/tiep-cong-dan/moi", "ngoc.htb"),
    Page("/quan-tri/tiep-cong-dan/1", "ngoc.htb"),
    Page("/quan-tri/tiep-cong-dan/1/huy", "ngoc.htb"),
    Page("/quan-tri/kin/{sealed}", "cuong.dm"),
    Page("/quan-tri/kin/{sealed}", "loc.cv", status=404, name="not named"),
    Page("/quan-tri/kin/khoa", "anh.pd"),
    Page("/quan-tri/", OFFICER),
    Page("/quan-tri/", OFFICER, then=open_menu, name="menu"),
    Page("/quan-tri/", "tam.ntt", name="dispatcher"),
    Page("/quan-tri/", "lan.pt", name="editor"),
    Page("/quan-tri/y-kien", OFFICER, then=unfold_all),
    Page("/quan-tri/y-kien?q=xyzzyplugh", OFFICER),
    Page("/quan-tri/y-kien/bo-loc", OFFICER),
    Page("/quan-tri/y-kien", "loc.cv", name="inspector"),
    *(
        Page(f"/quan-tri/y-kien/{{{state}}}", OFFICER, then=unfold_all)
        for state in ("received", "in_progress", "waiting", "answered", "closed", "reopened")
    ),
    Page("/quan-tri/y-kien/{refused}", OFFICER),
    Page("/quan-tri/y-kien/{split}", OFFICER, then=unfold_all),
    Page("/quan-tri/y-kien/{split}-2", OFFICER, then=unfold_all),
    Page("/quan-tri/y-kien/{unassigned}/chia-phan", "tam.ntt"),
    Page("/quan-tri/y-kien/{in_progress}/chia-phan", OFFICER, 422, press_split, "unsaid"),
    Page("/quan-tri/y-kien/{unassigned}", "tam.ntt", then=unfold_all),
    Page("/quan-tri/y-kien/{for_approval}", HEAD, then=unfold_all),
    Page("/quan-tri/y-kien/{in_progress}", OFFICER, 422, make("submit"), "empty answer"),
    Page("/quan-tri/y-kien/{in_progress}", OFFICER, 422, make("hand_over"), "empty handing"),
    Page("/quan-tri/y-kien/{in_progress}", OFFICER, 422, make("refuse"), "empty refusal"),
    Page("/quan-tri/y-kien/{for_approval}", HEAD, 422, make("return"), "empty return"),
    Page("/quan-tri/y-kien/{in_progress}/kem-theo?q=den", OFFICER, then=unfold_all),
    Page("/quan-tri/cam-ket", OFFICER),
    Page("/quan-tri/cam-ket/1", HEAD, then=unfold_all),
    Page("/quan-tri/mau-tra-loi", HEAD),
    Page("/quan-tri/mau-tra-loi/1", HEAD),
    Page("/quan-tri/mau-tra-loi/moi", HEAD),
    Page("/quan-tri/duyet-tra-loi", "anh.pd"),
    Page("/quan-tri/y-kien/khong-co", OFFICER, 404),
    Page("/quan-tri/kiem-duyet", OFFICER, 403),
    Page("/quan-tri/kiem-duyet", "yen.vt"),
    Page("/quan-tri/kiem-duyet?xem=cong-khai", "yen.vt"),
    Page("/quan-tri/kiem-duyet?xem=khong-cong-khai", "yen.vt"),
    Page("/quan-tri/kiem-duyet/{to moderate}", "yen.vt", then=unfold_all),
    Page("/quan-tri/kiem-duyet/{published}", "yen.vt", then=unfold_all),
    Page("/quan-tri/kiem-duyet/{to moderate}", "yen.vt", 422, refuse_to_show, "no reason"),
    Page("/quan-tri/kien-nghi", "ngoc.htb"),
    Page("/quan-tri/kien-nghi/3", "yen.vt", then=unfold_all),
    Page("/quan-tri/kien-nghi/2/chu-ky", "yen.vt"),
    Page("/quan-tri/kien-nghi/1/giay", "ngoc.htb"),
    Page("/quan-tri/kien-nghi/2/xac-nhan", "ngoc.htb", 422, press_send, "empty"),
    Page("/quan-tri/kien-nghi/quy-dinh", "anh.pd"),
    Page("/quan-tri/van-ban", "lan.pt"),
    Page("/quan-tri/van-ban?tinh-trang=published", "lan.pt"),
    Page("/quan-tri/van-ban?tinh-trang=withdrawn", "lan.pt"),
    Page("/quan-tri/van-ban/moi", "lan.pt"),
    Page("/quan-tri/van-ban/moi", "lan.pt", 422, press_send, "no file"),
    Page("/quan-tri/van-ban/{id of draft}", "lan.pt", then=unfold_all),
    Page(
        "/quan-tri/van-ban/{id of draft}",
        "lan.pt",
        422,
        lambda person, _: (
            person.fill("title", ""),
            person.main.locator("[name=then][value=save]").click(),
        ),
        "no title",
    ),
    Page("/quan-tri/van-ban/{id of tasks}", "lan.pt"),
    Page("/quan-tri/van-ban/{id of draft}/xoa", "lan.pt"),
    Page("/quan-tri/van-ban/{id of tasks}/go", "lan.pt"),
    Page("/quan-tri/quay", "anh.pd"),
    Page("/quan-tri/quay", OFFICER, name="officer"),
    Page("/quan-tri/tai-quay/thanh-toan", "anh.pd"),
    Page("/quan-tri/tai-quay/thanh-toan/1", "anh.pd"),
    Page("/quan-tri/tai-quay/thu-tuc/moi", "anh.pd", 422, press_send, "empty"),
    Page("/quan-tri/quay/ma-da-quet", "anh.pd"),
    Page("/quan-tri/quay/moi", "anh.pd"),
    Page("/quan-tri/quay/moi", "anh.pd", 422, press_send, "empty"),
    Page("/quan-tri/quay/Q1", "anh.pd"),
    Page("/quan-tri/quay/Q1/thay-ma", "anh.pd"),
    Page("/quan-tri/quay/Q1/in", "anh.pd"),
    Page("/quan-tri/danh-gia", HEAD),
    Page("/quan-tri/danh-gia/thay-doi", HEAD),
    Page("/quan-tri/danh-gia/ngoai-quy-dinh", "ha.ntt"),
    Page("/quan-tri/thu-xin-loi", "quan.lm"),
    Page("/quan-tri/thu-xin-loi/moi", "quan.lm", 422, press_send, "empty"),
    Page("/quan-tri/thu-xin-loi/1", "quan.lm"),
    Page("/quan-tri/ma-luot", "ngoc.htb"),
    Page("/quan-tri/ma-luot/Q1", "ngoc.htb"),
    Page("/quan-tri/van-ban/{id of revised}/ban-moi", "lan.pt"),
    Page("/quan-tri/van-ban/{id of draft}/tep", "lan.pt"),
    Page("/quan-tri/van-ban/{id of tasks}/tep", "lan.pt"),
    Page("/quan-tri/nhap-ho", "ngoc.htb"),
    Page("/quan-tri/nhap-ho", "ngoc.htb", 422, press_send, "empty"),
    Page("/quan-tri/cong-khai", "lan.pt"),
    Page("/quan-tri/cong-khai/1", "lan.pt", then=unfold_all),
    Page("/quan-tri/cong-khai/1/hinh-thuc", "lan.pt"),
    Page("/quan-tri/cong-khai/1/hinh-thuc", "lan.pt", 422, press_send, "empty"),
    Page("/quan-tri/cong-khai/1/van-ban", "lan.pt"),
    Page("/quan-tri/cong-khai/1/huy", "lan.pt"),
    Page("/quan-tri/cong-khai/1/to-niem-yet", "lan.pt"),
    Page("/quan-tri/cong-khai/hinh-thuc/1/ket-thuc", "lan.pt"),
    Page("/quan-tri/cong-khai/hinh-thuc/1/minh-chung", "lan.pt"),
    Page("/quan-tri/cong-khai/hinh-thuc/1/ghi-nham", "lan.pt"),
    Page("/quan-tri/cong-khai/moi", "lan.pt"),
    Page("/quan-tri/cong-khai/moi?tu-do=1", "lan.pt", 422, press_send, "empty"),
    Page("/quan-tri/cong-khai/nghia-vu", "anh.pd", then=unfold_all),
    Page("/quan-tri/cong-khai/nghia-vu/1", "anh.pd"),
    Page("/quan-tri/cong-khai/nghia-vu/moi", "anh.pd", 422, press_send, "empty"),
    Page("/quan-tri/co-quan", "anh.pd"),
    Page("/quan-tri/co-quan/moi", "anh.pd"),
    Page("/quan-tri/co-quan/moi", "anh.pd", 422, press_send, "empty"),
    Page("/quan-tri/co-quan/KT", "anh.pd"),
    Page("/quan-tri/co-quan/KT/ket-thuc", "anh.pd"),
    Page("/quan-tri/linh-vuc", "anh.pd"),
    Page("/quan-tri/linh-vuc/moi", "anh.pd"),
    Page("/quan-tri/can-bo", "anh.pd"),
    Page("/quan-tri/can-bo/moi", "anh.pd"),
    Page("/quan-tri/can-bo/moi", "anh.pd", 422, press_send, "empty"),
    Page("/quan-tri/can-bo/oanh.ttk", "anh.pd"),
    Page("/quan-tri/don-vi", "anh.pd"),
    Page("/quan-tri/tu-goi-y", "anh.pd"),
    Page("/quan-tri/tu-goi-y?muc=fields.dat-dai", "anh.pd", then=unfold_all),
    Page("/quan-tri/he-thong", "anh.pd"),
    Page("/quan-tri/he-thong/viec-loi", "anh.pd"),
    Page("/quan-tri/mat-khau", OFFICER),
    Page("/quan-tri/mat-khau", OFFICER, 422, send_password, "empty"),
)

IN_ENGLISH = {
    "/", "/van-ban", "/van-ban/{asked}", "/gop-y", "/tra-cuu", "/y-kien", "/minh-bach",
    "/co-quan/phong-kinh-te", "/khieu-nai-to-cao", "/q/{counter}", "/dang-nhap", "/cong-khai",
    "/gui-kin", "/kien-nghi/1", "/danh-gia?quay=Q2",
    "/cong-khai/du-toan-ngan-sach", "/van-ban/{revised}/so-sanh?voi=1",
}  # fmt: skip
ENGLISH = tuple(
    page
    for page in CITIZEN
    if (page.path in IN_ENGLISH and not page.name) or page.name in {"mistaken", "answered"}
)
# The register in English: one page of each layout, for the words are what differs.
REGISTER = {
    "/quan-tri/cong-khai", "/quan-tri/cong-khai/1", "/quan-tri/cong-khai/1/hinh-thuc",
    "/quan-tri/cong-khai/1/to-niem-yet", "/quan-tri/cong-khai/nghia-vu",
}  # fmt: skip
OFFICIAL_ENGLISH = tuple(page for page in OFFICIAL if page.path in REGISTER and not page.name)
DARK = tuple(
    page
    for page in (*CITIZEN, *OFFICIAL)
    if (page.path in {"/", "/gop-y", "/minh-bach", "/q/{counter}"} and not page.name)
    or page.name in {"mistaken", "answered", "receipt", "dispatcher"}
)

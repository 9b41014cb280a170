"""Pages for administrators: the authority, offices, fields, officials; for all: their password."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import identity, rules, service, slowdown, staff, structure
from portal.accounts.forms import (
    AuthorityForm,
    EndOfficeForm,
    NewOfficialForm,
    OfficeForm,
    OfficialForm,
    PasswordForm,
    TopicForm,
    attempt,
)
from portal.accounts.models import Office, Official
from portal.errors import PortalError
from portal.permissions import Action
from portal.web.access import actor, requires
from portal.web.csrf import keeps_text
from portal.web.headers import private
from portal.web.session import db, settings

bp = Blueprint("accounts_desk", __name__, url_prefix="/quan-tri")


@bp.route("/don-vi", methods=["GET", "POST"])
@requires(Action.OFFICE_MANAGE)
@keeps_text
def authority() -> ResponseReturnValue:
    """Describe the authority: name, address, reception, colour."""
    form = AuthorityForm(obj=service.authority(db()))
    if attempt(form, lambda: structure.describe_authority(db(), actor(), form.facts())):
        return _done(gettext("Đã lưu thông tin đơn vị."), "accounts_desk.authority")
    return render_template("accounts_desk/authority.html", form=form), form.status()


@bp.get("/co-quan")
@requires(Action.OFFICE_MANAGE)
def offices() -> ResponseReturnValue:
    """List every office, each below the one it belongs to."""
    return render_template(
        "accounts_desk/offices.html", offices=structure.all_offices(db(), actor())
    )


@bp.route("/co-quan/moi", methods=["GET", "POST"])
@requires(Action.OFFICE_MANAGE)
@keeps_text
def create_office() -> ResponseReturnValue:
    """Add an office."""
    form = OfficeForm().offer(service.offices(db()))
    if attempt(form, lambda: structure.create_office(db(), actor(), form.facts())):
        return _done(gettext("Đã thêm %(name)s.", name=form.name.data), "accounts_desk.offices")
    return render_template("accounts_desk/office.html", form=form, office=None), form.status()


@bp.route("/co-quan/<code>", methods=["GET", "POST"])
@requires(Action.OFFICE_MANAGE)
@keeps_text
def edit_office(code: str) -> ResponseReturnValue:
    """Change an office."""
    office = service.office_by(db(), code=code)
    form = OfficeForm(obj=office).offer(_others(office))
    if attempt(form, lambda: structure.edit_office(db(), actor(), office, form.facts())):
        return _done(gettext("Đã lưu %(name)s.", name=office.name), "accounts_desk.offices")
    return render_template("accounts_desk/office.html", form=form, office=office), form.status()


@bp.route("/co-quan/<code>/ket-thuc", methods=["GET", "POST"])
@requires(Action.OFFICE_MANAGE)
@keeps_text
def end_office(code: str) -> ResponseReturnValue:
    """Say until when an office exists, and who takes over."""
    office = service.office_by(db(), code=code)
    given = {"last_day": office.valid_to, "successor_id": office.successor_id}
    form = EndOfficeForm(data=given).offer(_others(office))

    def end() -> None:
        successor_id = form.successor_id.data
        successor = db().get(Office, successor_id) if successor_id else None
        structure.end_office(db(), actor(), office, form.last_day.data, successor)

    if attempt(form, end):
        return _done(gettext("Đã ghi ngày kết thúc."), "accounts_desk.offices")
    page = render_template("accounts_desk/end_office.html", form=form, office=office)
    return page, form.status()


@bp.get("/linh-vuc")
@requires(Action.OFFICE_MANAGE)
def topics() -> ResponseReturnValue:
    """List the fields citizens choose from."""
    return render_template("accounts_desk/topics.html", topics=structure.all_topics(db(), actor()))


@bp.route("/linh-vuc/moi", methods=["GET", "POST"])
@requires(Action.OFFICE_MANAGE)
@keeps_text
def create_topic() -> ResponseReturnValue:
    """Add a field."""
    form = TopicForm().offer(service.offices(db()))
    if attempt(form, lambda: structure.create_topic(db(), actor(), form.facts())):
        return _done(gettext("Đã thêm %(name)s.", name=form.name.data), "accounts_desk.topics")
    return render_template("accounts_desk/topic.html", form=form, topic=None), form.status()


@bp.route("/linh-vuc/<slug>", methods=["GET", "POST"])
@requires(Action.OFFICE_MANAGE)
@keeps_text
def edit_topic(slug: str) -> ResponseReturnValue:
    """Change a field."""
    topic = structure.topic_by(db(), actor(), slug)
    form = TopicForm(obj=topic).offer(structure.all_offices(db(), actor()))
    if attempt(form, lambda: structure.edit_topic(db(), actor(), topic, form.facts())):
        return _done(gettext("Đã lưu %(name)s.", name=topic.name), "accounts_desk.topics")
    return render_template("accounts_desk/topic.html", form=form, topic=topic), form.status()


@bp.get("/can-bo")
@requires(Action.OFFICIAL_MANAGE)
def officials() -> ResponseReturnValue:
    """List everybody who can sign in."""
    people = staff.officials(db(), actor())
    return render_template("accounts_desk/officials.html", officials=people, names=rules.ROLE_NAMES)


@bp.route("/can-bo/moi", methods=["GET", "POST"])
@requires(Action.OFFICIAL_MANAGE)
@keeps_text
def create_official() -> ResponseReturnValue:
    """Open an account, and show its one-time link this once."""
    form = NewOfficialForm().offer(service.offices(db()))
    made: list[tuple[Official, str]] = []

    def create() -> None:
        user_name = form.user_name.data
        made.append(staff.create_official(db(), actor(), user_name, form.facts()))

    if attempt(form, create):
        return _link_page(*made[0])
    return render_template("accounts_desk/official.html", form=form, whose=None), form.status()


@bp.route("/can-bo/<user_name>", methods=["GET", "POST"])
@requires(Action.OFFICIAL_MANAGE)
@keeps_text
def edit_official(user_name: str) -> ResponseReturnValue:
    """Change an account: office, roles, whether it is used."""
    whose = staff.official_by(db(), actor(), user_name)
    form = OfficialForm(data=staff.facts_of(whose)).offer(structure.all_offices(db(), actor()))
    if attempt(form, lambda: staff.edit_official(db(), actor(), whose, form.facts())):
        return _done(gettext("Đã lưu %(name)s.", name=whose.name), "accounts_desk.officials")
    return render_template("accounts_desk/official.html", form=form, whose=whose), form.status()


@bp.post("/can-bo/<user_name>/lien-ket")
@requires(Action.OFFICIAL_MANAGE)
def invite(user_name: str) -> ResponseReturnValue:
    """Give an official a new one-time link, and show it this once."""
    whose = staff.official_by(db(), actor(), user_name)
    return _link_page(whose, staff.invite_again(db(), actor(), whose))


@bp.route("/mat-khau", methods=["GET", "POST"])
@requires(Action.DESK_READ)
@keeps_text
def password() -> ResponseReturnValue:
    """Change one's own password; list one's open sign-ins."""
    whose = _oneself()
    form = PasswordForm().know(staff.known_words(db(), whose))
    if not form.validate_on_submit():
        return _password_page(form, form.status())
    try:
        right = slowdown.check_password(whose.user_name, form.password.data)
    except PortalError as refusal:
        form.form_errors.append(gettext("Chưa kiểm tra được mật khẩu. Xin đợi ít phút."))
        return _password_page(form, refusal.status)
    if right is None:
        form.password.errors = [gettext("Mật khẩu đang dùng chưa đúng.")]
        return _password_page(form, 422)
    return _change_password(form.new_password.data)


@bp.post("/mat-khau/phien/<int:sign_in_id>/ket-thuc")
@requires(Action.DESK_READ)
def end_session(sign_in_id: int) -> ResponseReturnValue:
    """End one of one's own sign-ins, on a computer left open somewhere."""
    service.end_own_session(db(), actor(), sign_in_id)
    return _done(gettext("Đã kết thúc phiên đăng nhập đó."), "accounts_desk.password")


@bp.post("/mat-khau/ngon-ngu")
@requires(Action.DESK_READ)
def letters_in() -> ResponseReturnValue:
    """Choose the language in which the portal writes to oneself."""
    service.write_in(db(), actor(), request.form.get("lang", ""))
    return _done(gettext("Đã đổi ngôn ngữ của thư gửi cho quý vị."), "accounts_desk.password")


def _done(message: str, endpoint: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(endpoint), 303)


def _others(office: Office) -> list[Office]:
    return [other for other in structure.all_offices(db(), actor()) if other.id != office.id]


def _link_page(whose: Official, secret: str) -> ResponseReturnValue:
    link = settings().public_url + url_for("accounts.first_use", token=secret)
    page = render_template("accounts_desk/link.html", whose=whose, link=link,
                           minutes=rules.INVITATION_LIFE.seconds // 60)  # fmt: skip
    return private(make_response(page))


def _oneself() -> Official:
    return service.official(db(), actor())


def _password_page(form: PasswordForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "accounts_desk/password.html",
        form=form,
        whose=_oneself(),
        sessions=service.open_sessions(db(), _oneself().id),
        this=g.sign_in.id if "sign_in" in g else None,
    )
    return private(make_response(page, status))


def _change_password(new: str) -> ResponseReturnValue:
    """Set the password, end every sign-in made with the old one, and go on with a new one."""
    whose = _oneself()
    with slowdown.room_to_hash():
        service.change_password(db(), whose, new)
    answer = make_response(
        _done(gettext("Đã đổi mật khẩu. Các máy khác đã được đăng xuất."), "accounts_desk.password")
    )
    identity.remember(answer, service.open_session(db(), whose))
    return private(answer)

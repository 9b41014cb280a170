"""`portal import`: files read into drafts, or published, from the command line."""

import json
import logging
import sys
from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import service as accounts
from portal.accounts.models import Office
from portal.config import Settings
from portal.errors import Invalid, PortalError
from portal.files import Files, open_files
from portal.i18n import N_
from portal.permissions import Actor, Role
from portal.publications import service
from portal.publications.findings import Finding, codes, findings
from portal.publications.importing import as_json, read_file
from portal.publications.models import Publication
from portal.publications.rules import Standing

NO_OFFICE = N_("Chưa có cơ quan nào trên cổng. Xin tạo cơ quan trước khi nhập văn bản.")
UNOPENED = N_("Không mở được tệp.")
BROKEN = N_("Cổng gặp lỗi khi đọc tệp này. Lỗi đã được ghi lại cho người quản trị.")
SECOND_PERSON = N_("Nơi đây cần hai người để công bố: các tệp được giữ ở dạng bản nháp.")
log = logging.getLogger("portal")


class Context(Protocol):
    """What the `portal` command hands to its parts."""

    @property
    def settings(self) -> Settings:
        """How this installation is set up."""

    def session(self, *, writes: bool = True) -> AbstractContextManager[Session]:
        """Return a session in one transaction."""


@click.command("import")
@click.argument("paths", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--publish", is_flag=True, help="Publish what can be read instead of drafting it.")
@click.option("--office", "code", default="", help="Code of the office that publishes.")
@click.option("--dry-run", is_flag=True, help="Store nothing; needs no database.")
@click.option("--json", "print_json", is_flag=True, help="Print the reading; with --dry-run.")
@click.pass_obj
def import_files(  # noqa: PLR0913 - one parameter for each option
    context: Context,
    *,
    paths: tuple[Path, ...],
    publish: bool,
    code: str,
    dry_run: bool,
    print_json: bool,
) -> None:
    """Read .txt .md .docx .pdf files into drafts; exit 1 when one was refused."""
    if print_json and not dry_run:
        raise click.UsageError("--json goes with --dry-run")  # noqa: EM101, TRY003 - click's own way
    if dry_run:
        refused = _read_only(paths, print_json=print_json)
    else:
        refused = _import_all(context, paths, code, publish=publish)
    if refused:
        raise click.exceptions.Exit(1)


def _read_only(paths: tuple[Path, ...], *, print_json: bool) -> int:
    """Print what each file says; return how many were refused."""
    refused = 0
    for path in paths:
        try:
            reading = as_json(read_file(path.name, _content(path)))
        except PortalError as error:
            refused += 1
            _refuse(path, error)
            continue
        if print_json:
            click.echo(json.dumps(reading, ensure_ascii=False, indent=2))
        else:
            click.echo(f"ok  {path.name}  {len(reading['warnings'])} warnings")
            for warning in reading["warnings"]:
                click.echo(f"    {warning['code']}  {warning['line']}  {warning['text']}")
    return refused


def _import_all(context: Context, paths: tuple[Path, ...], code: str, *, publish: bool) -> int:
    """Import each file in a transaction of its own; return how many were refused."""
    settings = context.settings
    files = open_files(settings.files_url, settings.data / "files")
    at_once = publish and not settings.four_eyes
    refused, lines = 0, []
    with click.progressbar(paths, label="import", file=sys.stderr) as bar:
        for path in bar:
            try:
                with context.session() as session:
                    line = _import_one(session, files, path, code, publish=at_once)
            except click.ClickException:
                raise
            except Exception as error:  # noqa: BLE001 - one file must not stop the other 199
                refused += 1
                line = _refusal(path, error)
            lines.append(line)
            if not sys.stderr.isatty():
                # Where no bar can be drawn, each line as it comes is the progress.
                click.echo(lines.pop())
    click.echo("\n".join(lines), nl=bool(lines))
    if publish and settings.four_eyes:
        click.echo(SECOND_PERSON, err=True)
    return refused


def _import_one(session: Session, files: Files, path: Path, code: str, *, publish: bool) -> str:
    """Import one file; return the line that says what became of it."""
    content = _content(path)
    known = service.imported(session, content)
    office = _office(session, code)
    actor = _console(session)
    found = service.import_file(session, files, actor, office, path.name, content)
    held: list[Finding] = []
    confirmed: list[Finding] = []
    if publish and found.standing is Standing.DRAFT:
        seen = findings(found)
        held = [one for one in seen if one.hidden]
        if not held:  # whoever types --publish confirms what the line then says
            service.publish(session, actor, found.id, confirmed=True)
            confirmed = seen
    return _line(path, found, new=known is None, held=held, confirmed=confirmed)


def _office(session: Session, code: str) -> Office:
    """Return the office with this code, or the first of the authority."""
    if code:
        try:
            return accounts.office_by(session, code=code)
        except PortalError:
            raise click.BadParameter(code, param_hint="--office") from None
    offices = accounts.offices(session)
    if not offices:
        raise Invalid(NO_OFFICE)
    return offices[0]


def _console(session: Session) -> Actor:
    """Return whoever sits at the server: an editor of every office."""
    return Actor(
        roles=frozenset({Role.VISITOR, Role.EDITOR}),
        offices=frozenset(session.scalars(select(Office.id))),
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Invalid(UNOPENED) from None


def _line(
    path: Path,
    found: Publication,
    *,
    new: bool,
    held: Collection[Finding],
    confirmed: Collection[Finding],
) -> str:
    doubts = f"  {len(found.warnings)} warnings" if found.warnings else ""
    known = "" if new else "  already there"
    why = f"  needs a second person: {', '.join(codes(held))}" if held else ""
    said = f"  confirmed: {', '.join(codes(confirmed))}" if confirmed else ""
    return f"{found.standing.value:9}  {path.name}  /van-ban/{found.slug}{known}{doubts}{why}{said}"


def _refusal(path: Path, error: Exception) -> str:
    if isinstance(error, PortalError):
        return f"refused    {path.name}  {error.advice}"
    log.error("import of %s broke", path.name, exc_info=error)
    return f"refused    {path.name}  {BROKEN}"


def _refuse(path: Path, error: PortalError) -> None:
    click.echo(_refusal(path, error), err=True)


COMMANDS = (import_files,)

"""Keep both catalogues complete: `python translations/catalogues.py update|check|compile`.

The Vietnamese text is the message id, so the Vietnamese catalogue fills itself; English is written
by people. `check` fails on any text without its translation, or any translation without its text.
"""

import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
ROOT = HERE.parent
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
LANGUAGES = ("vi", "en")
HEADER = "# Texts of the portal. The Vietnamese text is the message id; see catalogues.py."


def found() -> Catalog:
    """Return every text marked for translation in the code and the templates."""
    catalogue = Catalog(project="portal", version="1")
    with (HERE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    rows = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS, comment_tags=("note:",))
    for _path, _line, message, comments, context in rows:
        flags = ["python-format"] if "%(" in str(message) else []
        catalogue.add(message, None, auto_comments=comments, context=context, flags=flags)
    return catalogue


def path_of(language: str) -> Path:
    """Return where the catalogue of `language` is kept."""
    return HERE / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return the catalogue of `language`, empty when there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring both catalogues to the texts there are; Vietnamese stands for itself."""
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(found(), no_fuzzy_matching=True, update_header_comment=False)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        catalogue.header_comment = HEADER
        if language == "vi":
            _fill_with_itself(catalogue)
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, sort_output=True, no_location=True)


def _fill_with_itself(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            message.string = (message.id[0],) if message.pluralizable else message.id


def faults() -> list[str]:
    """Return what is wrong with the catalogues, one line each; nothing when both are complete."""
    wanted = {message.id for message in found() if message.id}
    said = []
    for language in LANGUAGES:
        catalogue = read(language)
        kept = {message.id for message in catalogue if message.id}
        said += [f"{language}: not collected: {text!r}" for text in wanted - kept]
        said += [f"{language}: no longer used: {text!r}" for text in kept - wanted]
        said += [
            f"{language}: not translated: {message.id!r}"
            for message in catalogue
            if message.id and (message.fuzzy or not _filled(message.string))
        ]
        said += [
            f"{language}: {error} in {message.id!r}"
            for message in catalogue
            for error in message.check(catalogue)
        ]
    return sorted(said)


def compile_all() -> None:
    """Write the form of the catalogues that the portal reads."""
    for language in LANGUAGES:
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def _filled(text: object) -> bool:
    return all(text) if isinstance(text, tuple) else bool(text)


def main() -> int:
    """Do what the command line says; return the exit status."""
    verb = sys.argv[1] if len(sys.argv) > 1 else "check"
    if verb == "update":
        update()
        compile_all()
    elif verb == "compile":
        compile_all()
    said = faults() if verb != "compile" else []
    print("\n".join(said) if said else f"translations: {verb}, nothing missing")
    return 1 if said and verb == "check" else 0


if __name__ == "__main__":
    sys.exit(main())

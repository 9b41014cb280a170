"""Every template compiles, says nothing untranslated, and keeps to the strict content policy."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
OWN_LANGUAGE = re.compile(
    r'<[^>]*\slang="vi"[^>]*>(?:\{\{[^}]*\}\})?[^<]*'
)  # names and mottos stay Vietnamese
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def name(path):
    return path.relative_to(TEMPLATES).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_template_compiles(app, path):
    app.jinja_env.get_template(name(path))


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_text_is_translatable(path):
    bare = CODE.sub("", OWN_LANGUAGE.sub("", path.read_text("utf-8")))
    assert not [line.strip() for line in bare.splitlines() if VIETNAMESE.search(line)]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_needs_inline_code_or_style(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)

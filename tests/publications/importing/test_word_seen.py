"""Words of a Word file are read when its pages show them, and only then."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from portal.publications.importing import open_file
from portal.publications.importing.unseen import WORD, unseen
from tests.publications.importing.word_files import saved

SECRET, FIRST = "Giá dự kiến 12 tỷ", "Mỗi quầy một mã riêng."
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F497D"/>'


def xml(tag, inner, attributes=""):
    return parse_xml(f"<w:{tag} {nsdecls('w')} {W14} {attributes}>{inner}</w:{tag}>")


def run(properties):
    """A document whose last run has these properties."""

    def make(document):
        one = document.add_paragraph().add_run(SECRET).element
        one.insert(0, xml("rPr", properties))

    return make


def paragraph(properties, words=""):
    def make(document):
        one = document.add_paragraph(SECRET)
        one._p.insert(0, xml("pPr", properties))  # noqa: SLF001 - python-docx offers no other way
        one.runs[0].element.insert(0, xml("rPr", words))

    return make


def own(words):
    """The first sentence says its own colour, so that only the other one takes the defaults."""

    def make(document):
        for one in document.paragraphs[0].runs:
            one.element.get_or_add_rPr().extend(xml("rPr", words))

    return make


def in_defaults(properties):
    def make(document):
        own('<w:color w:val="000000"/><w:sz w:val="24"/>')(document)
        defaults = document.styles.element.find(qn("w:docDefaults"))
        defaults.replace(defaults[0], xml("rPrDefault", f"<w:rPr>{properties}</w:rPr>"))
        document.add_paragraph(SECRET)

    return make


def in_normal(properties):
    def make(document):
        own('<w:color w:val="000000"/><w:sz w:val="24"/>')(document)
        document.styles["Normal"].element.append(xml("rPr", properties))
        document.add_paragraph(SECRET)

    return make


def table(*, cell="", row="", own_table="", style="", words="", look='w:firstRow="1"'):
    """A table of two rows; the first one holds the words."""

    def make(document):
        if style:
            made = xml("style", style, 'w:type="table" w:styleId="Bang"')
            document.styles.element.append(made)
        grid = document.add_table(2, 1)
        grid.cell(0, 0).paragraphs[0].add_run(SECRET).element.insert(0, xml("rPr", words))
        properties = grid._tbl.tblPr  # noqa: SLF001 - python-docx offers no other way
        for old in list(properties):
            properties.remove(old)
        for one in xml("tblPr", f'<w:tblStyle w:val="Bang"/>{own_table}<w:tblLook {look}/>'):
            properties.append(one)
        for one in xml("tcPr", cell):
            grid.cell(0, 0)._tc.get_or_add_tcPr().append(one)  # noqa: SLF001
        for one in xml("trPr", row):
            grid.rows[0]._tr.get_or_add_trPr().append(one)  # noqa: SLF001

    return make


def word(make):
    document = Document()
    document.add_paragraph(FIRST)
    make(document)
    return saved(document)


def fill(inner):
    return f"<w14:textFill>{inner}</w14:textFill>"


def solid(colour, inner=""):
    return fill(
        f'<w14:solidFill><w14:srgbClr w14:val="{colour}">{inner}</w14:srgbClr></w14:solidFill>'
    )


def shade(colour):
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def special(part, words="", cell=""):
    inside = f"<w:rPr>{words}</w:rPr><w:tcPr>{cell}</w:tcPr>"
    return f'<w:tblStylePr w:type="{part}">{inside}</w:tblStylePr>'


HIDDEN = {
    "white": run(WHITE),
    "nearly white": run('<w:color w:val="F2F4F0"/>'),
    "white of the theme": run('<w:color w:val="000000" w:themeColor="background1"/>'),
    "black of the theme, tinted to white": run(
        '<w:color w:val="000000" w:themeColor="text1" w:themeTint="05"/>'
    ),
    "white in Normal": in_normal(WHITE),
    "white in the defaults": in_defaults(WHITE),
    "tiny in Normal": in_normal('<w:sz w:val="2"/>'),
    "hidden in the defaults": lambda document: (
        own('<w:vanish w:val="0"/>')(document),
        in_defaults("<w:vanish/>")(document),
    ),
    "hidden in Normal": lambda document: (
        own('<w:vanish w:val="0"/>')(document),
        in_normal("<w:vanish/>")(document),
    ),
    "tiny in the defaults": in_defaults('<w:sz w:val="1"/>'),
    "yellow on a yellow marker": run('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'),
    "nearly yellow on yellow": run('<w:color w:val="FFFB10"/>' + shade("FFFF00")),
    "white on pale yellow": run(WHITE + shade("FFFFCC")),
    "blue on its own blue": run('<w:color w:val="1F497D"/>' + DARK),
    "white on a solid white pattern": run(
        WHITE + '<w:shd w:val="solid" w:color="FFFFFF" w:fill="000000"/>'
    ),
    "black on a black marker": run('<w:highlight w:val="black"/>'),
    "dark on dark": run('<w:color w:val="101010"/>' + shade("202020")),
    "colour of the shading of the paragraph": paragraph(
        shade("92D050"), '<w:color w:val="92D050"/>'
    ),
    "white on a cell whitened again": table(cell=shade("FFFFFF"), own_table=DARK, words=WHITE),
    "colour of the cell": table(cell=shade("DBE5F1"), words='<w:color w:val="DBE5F1"/>'),
    "white by the style of a table": table(style=f"<w:rPr>{WHITE}</w:rPr>"),
    "white by the first row of a style": table(style=special("firstRow", WHITE)),
    "white on a first row that is not marked": table(
        style=special("firstRow", WHITE, DARK), look='w:firstRow="0"', words=WHITE
    ),
    "tiny by the style of a table": table(style='<w:rPr><w:sz w:val="2"/></w:rPr>'),
    "one percent wide": run('<w:w w:val="1"/>'),
    "letters on one spot": run('<w:sz w:val="24"/><w:spacing w:val="-120"/>'),
    "fitted into nothing": run('<w:fitText w:val="10"/>'),
    "raised off the page": run('<w:position w:val="3000"/>'),
    "exact row of nothing": table(row='<w:trHeight w:val="10" w:hRule="exact"/>'),
    "hidden row": table(row="<w:hidden/>"),
    "exact line of nothing": paragraph('<w:spacing w:line="10" w:lineRule="exact"/>'),
    "exact line in Normal": lambda document: (
        document.paragraphs[0]._p.insert(  # noqa: SLF001
            0, xml("pPr", '<w:spacing w:line="240" w:lineRule="auto"/>')
        ),
        document.styles["Normal"].element.append(
            xml("pPr", '<w:spacing w:line="15" w:lineRule="exact"/>')
        ),
        document.add_paragraph(SECRET),
    ),
    "no filling": run(fill("<w14:noFill/>")),
    "clear filling": run(solid("000000", '<w14:alpha w14:val="100000"/>')),
    "white filling over black": run('<w:color w:val="000000"/>' + solid("FFFFFF")),
    "white filling of the theme": run(
        fill('<w14:solidFill><w14:schemeClr w14:val="bg1"/></w14:solidFill>')
    ),
    "frame off the page": paragraph('<w:framePr w:w="2000" w:x="20000" w:y="100"/>'),
    "frame above the page": paragraph('<w:framePr w:w="2000" w:x="100" w:y="-20000"/>'),
    "frame of nothing": paragraph('<w:framePr w:w="10" w:h="10" w:hRule="exact"/>'),
    "indented off the page": paragraph('<w:ind w:left="25000"/>'),
    "table off the page": table(own_table='<w:tblpPr w:tblpX="25000" w:tblpY="10"/>'),
}


@pytest.mark.parametrize("make", HIDDEN.values(), ids=HIDDEN)
def test_words_nobody_sees_are_not_read_and_are_pointed_out(make):
    content = word(make)
    source = open_file("a.docx", content)
    assert source.text.split("\n")[0] == FIRST
    assert "Giá" not in source.text
    codes = {doubt.code for doubt in source.doubts}
    assert codes & {"faint-text", "hidden-text"}
    assert set(unseen(WORD, content)) & {"faint-text", "hidden-text"}


SHOWN = {
    "plain": run(""),
    "grey": run('<w:color w:val="A6A6A6"/>'),
    "darker white of the theme": run(
        '<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>'
    ),
    "grey of the theme": run('<w:color w:val="7F7F7F" w:themeColor="text1" w:themeTint="80"/>'),
    "accent": run('<w:color w:val="4F81BD" w:themeColor="accent1"/>'),
    "automatic on dark": paragraph(DARK, '<w:color w:val="auto"/>'),
    "automatic on a yellow marker": run('<w:highlight w:val="yellow"/>'),
    "red on a yellow marker": run('<w:color w:val="FF0000"/><w:highlight w:val="yellow"/>'),
    "white on a dark paragraph": paragraph(DARK, WHITE),
    "white on a dark cell": table(cell=DARK, words=WHITE),
    "white on a dark table": table(own_table=DARK, words=WHITE),
    "white on the dark first row of a style": table(style=special("firstRow", WHITE, DARK)),
    "white words on the dark first row of a style": table(
        style=special("firstRow", "", DARK), words=WHITE
    ),
    "first row marked by bits": table(style=special("firstRow", WHITE, DARK), look='w:val="04A0"'),
    "white on dark bands": table(style=special("band1Horz", WHITE, DARK), look='w:val="0000"'),
    "white on a pattern": run(WHITE + '<w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>'),
    "a little condensed": run('<w:spacing w:val="-20"/><w:w w:val="80"/>'),
    "small print": run('<w:sz w:val="12"/>'),
    "raised": run('<w:position w:val="12"/><w:vertAlign w:val="superscript"/>'),
    "exact line": paragraph('<w:spacing w:line="280" w:lineRule="exact"/>'),
    "exact row": table(row='<w:trHeight w:val="360" w:hRule="exact"/>'),
    "least row": table(row='<w:trHeight w:val="10" w:hRule="atLeast"/>'),
    "outline only": run(
        fill("<w14:noFill/>")
        + '<w14:textOutline w14:w="9525"><w14:solidFill><w14:srgbClr w14:val="000000"/>'
        "</w14:solidFill></w14:textOutline>"
    ),
    "half clear": run(solid("000000", '<w14:alpha w14:val="50000"/>')),
    "frame": paragraph('<w:framePr w:wrap="around" w:hAnchor="margin" w:xAlign="right" w:y="1"/>'),
    "hanging": paragraph('<w:ind w:left="720" w:hanging="720"/>'),
    "table a little out": table(own_table='<w:tblInd w:w="-108" w:type="dxa"/>'),
    "white in Normal on a dark cell": lambda document: (
        in_normal(WHITE)(document),
        document.paragraphs[-1].clear(),
        table(cell=DARK)(document),
    ),
}


@pytest.mark.parametrize("make", SHOWN.values(), ids=SHOWN)
def test_words_a_page_shows_are_read(make):
    content = word(make)
    source = open_file("a.docx", content)
    assert SECRET in source.text
    assert source.doubts == ()
    assert unseen(WORD, content) == ()


def box(anchor):
    """A text box of DrawingML with words."""
    return parse_xml(
        f"<w:r {nsdecls('w')}><w:drawing><wp:anchor xmlns:wp='http://schemas.openxmlformats.org/"
        f"drawingml/2006/wordprocessingDrawing'><wp:positionH relativeFrom='page'><wp:posOffset>"
        f"{anchor}</wp:posOffset></wp:positionH><wp:extent cx='900000' cy='900000'/>"
        f"<w:txbxContent><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:txbxContent></wp:anchor>"
        "</w:drawing></w:r>"
    )


@pytest.mark.parametrize(("anchor", "codes"), [(1_000_000, []), (9_000_000, ["faint-text"])])
def test_a_text_box_off_the_page_is_pointed_out(anchor, codes):
    content = word(lambda document: document.paragraphs[0]._p.append(box(anchor)))  # noqa: SLF001
    source = open_file("a.docx", content)
    assert source.text == FIRST
    assert [doubt.code for doubt in source.doubts] == [*codes, "text-boxes"]
    assert list(unseen(WORD, content)) == codes

"""What is typed about editions of questions."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, SelectMultipleField, StringField

from portal import clock
from portal.accounts.forms import DATE_HINT, one_line
from portal.counters.editions import QuestionFacts
from portal.counters.kinds import KINDS, AnswerKind, Pair, Stored
from portal.counters.models import Counter
from portal.web.forms import AtMost, PortalForm, Required

LONGEST_TITLE = 80
LONGEST_TEXT = 140
LONGEST_SHORT = 50
LONGEST_LABEL = 50
PERSON, BODY = "person", "body"


def _line(label: Any, most: int, *validators: Any) -> StringField:
    return StringField(label, filters=[one_line], validators=[*validators, AtMost(most)])


class EditionForm(PortalForm):
    """What an edition is called."""

    title = _line(_("Tên bộ câu hỏi"), LONGEST_TITLE, Required())
    title_en = _line(_("Tên bằng tiếng Anh"), LONGEST_TITLE, Required())

    def pair(self) -> Pair:
        """Return the name in both languages."""
        return self.title.data, self.title_en.data


class QuestionForm(PortalForm):
    """One question in both languages; answers have words of one's own where the kind says so."""

    text = _line(_("Câu hỏi"), LONGEST_TEXT, Required())
    text_en = _line(_("Câu hỏi bằng tiếng Anh"), LONGEST_TEXT, Required())
    short = _line(_("Tên ngắn trong bảng số liệu"), LONGEST_SHORT, Required())
    short_en = _line(_("Tên ngắn bằng tiếng Anh"), LONGEST_SHORT, Required())
    about = RadioField(_("Câu này đánh giá"), default=PERSON, validators=[Required()])
    label1 = _line(_("Mức tốt nhất"), LONGEST_LABEL, Required())
    label1_en = _line(_("Mức tốt nhất, tiếng Anh"), LONGEST_LABEL, Required())
    label2 = _line(_("Mức giữa"), LONGEST_LABEL, Required())
    label2_en = _line(_("Mức giữa, tiếng Anh"), LONGEST_LABEL, Required())
    label3 = _line(_("Mức kém nhất"), LONGEST_LABEL, Required())
    label3_en = _line(_("Mức kém nhất, tiếng Anh"), LONGEST_LABEL, Required())

    def of(self, kind: AnswerKind) -> "QuestionForm":
        """Return this form with just the fields a kind of answer has."""
        self._kind = kind
        self.about.choices = [(PERSON, _("người phục vụ")), (BODY, _("cơ quan"))]
        kept = {0: "", 2: "13", 3: "123"}[KINDS[kind].labels]
        self.labels = [f"label{at}" for at in kept]
        for at in "123":
            if at not in kept:
                del self[f"label{at}"]
                del self[f"label{at}_en"]
        return self

    def facts(self) -> QuestionFacts:
        """Return what was typed."""
        return QuestionFacts(
            kind=self._kind,
            text=self._pair("text"),
            short=self._pair("short"),
            person=self.about.data == PERSON,
            labels=tuple(self._pair(name) for name in self.labels),
        )

    def _pair(self, name: str) -> Pair:
        return self[name].data, self[f"{name}_en"].data


class BeginForm(PortalForm):
    """Where an edition is asked, and from when."""

    from_day = DateField(_("Hỏi từ ngày"), default=clock.today, validators=[Required(DATE_HINT)])
    counters = SelectMultipleField(
        _("Tại các quầy"), coerce=int, validators=[Required(_("Xin chọn ít nhất một quầy."))]
    )

    def offer(self, counters: Iterable[Counter]) -> "BeginForm":
        """Return this form with `counters` to choose from, all of them at first."""
        self.counters.choices = [(counter.id, counter.name) for counter in counters]
        if not self.is_submitted():
            self.counters.data = [value for value, _name in self.counters.choices]
        return self


def typed(stored: Stored) -> dict[str, Any]:
    """Return a stored question as the fields of its form hold it."""
    places = {0: "", 2: "13", 3: "123"}[len(stored["labels"])]
    pairs = {"text": stored["text"], "short": stored["short"]}
    pairs |= {f"label{at}": pair for at, pair in zip(places, stored["labels"], strict=True)}
    said = {name: pair[0] for name, pair in pairs.items()}
    said |= {f"{name}_en": pair[1] for name, pair in pairs.items()}
    return said | {"about": PERSON if stored["person"] else BODY}

"""The questions of every edition of the form, as data. Pure.

These come with the portal and are never changed: what citizens answered keeps its meaning for ever.
An authority's own editions are rows, made on a page (`editions`), and numbered from `FIRST_OWN` on.
"""

from dataclasses import dataclass

from portal.i18n import N_

GOOD, BAD, YES, NO = "good", "bad", "yes", "no"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer that can be tapped.

    Attributes:
        value: what is stored; never changed.
        label: what is read, marked with N_ or with its English (`Words`).
        points: 2, 1 or 0 as the one-stop decree counts; None when it is no judgement.
        face: which of the five faces stands beside the words.

    """

    value: str
    label: str
    points: int | None
    face: int = 3


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question, answered by one tap or not at all.

    Attributes:
        name: what is stored; never changed.
        text: what is asked, marked with N_ or with its English (`Words`).
        short: the same as the head of a table.
        person: whether the answer is about the person who served, or the body behind.
        restricted: whether the answer goes past the counter's office (`reports`).

    """

    name: str
    text: str
    short: str
    choices: tuple[Choice, ...]
    person: bool = True
    restricted: bool = False

    @property
    def most(self) -> int:
        """The most points an answer brings."""
        return max(choice.points or 0 for choice in self.choices)

    def choice(self, value: str) -> Choice | None:
        """Return the answer stored as `value`, None when nobody could give it."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What one edition of the form asks after the faces.

    Attributes:
        number: stored with each rating.
        title: marked with N_ or with its English (`Words`).
        offered: whether a counter may still be told to ask it.

    """

    number: int
    title: str
    questions: tuple[Question, ...]
    offered: bool = True

    def question(self, name: str) -> Question | None:
        """Return the question stored as `name`, None when this edition never asked it."""
        return next((asked for asked in self.questions if asked.name == name), None)

    def after(self, name: str) -> Question | None:
        """Return the question that follows `name` ("" for the first), None after the last."""
        names = ["", *(asked.name for asked in self.questions)]
        at = names.index(name) if name in names else len(self.questions)
        return self.questions[at] if at < len(self.questions) else None


def _ladder(*labels: str) -> tuple[Choice, ...]:
    """Return three answers, the best first, with the points of the decree."""
    values, faces = (GOOD, "middle", BAD), (5, 3, 1)
    return tuple(
        Choice(value=value, label=label, points=points, face=face)
        for value, label, points, face in zip(values, labels, (2, 1, 0), faces, strict=True)
    )


def _pair(good: str, bad: str) -> tuple[Choice, ...]:
    return (
        Choice(value=GOOD, label=good, points=1, face=4),
        Choice(value=BAD, label=bad, points=0, face=2),
    )


_ATTITUDE = Question(
    name="attitude",
    text=N_("Thái độ của cán bộ"),
    short=N_("Thái độ"),
    choices=_pair(N_("Niềm nở"), N_("Chưa tốt")),
)
_TIME = Question(
    name="time",
    text=N_("Thời gian giải quyết"),
    short=N_("Thời gian"),
    choices=_pair(N_("Nhanh, đúng hẹn"), N_("Lâu, trễ hẹn")),
)
_GUIDANCE = Question(
    name="guidance",
    text=N_("Hướng dẫn"),
    short=N_("Hướng dẫn"),
    choices=_pair(N_("Rõ ràng"), N_("Chưa rõ")),
)
TRIPS = Question(
    name="trips",
    text=N_("Ngoài lần này, quý vị đã phải đi lại mấy lần cho việc này?"),
    short=N_("Số lần đi lại thêm"),
    choices=(
        Choice(value="0", label=N_("Không lần nào"), points=2, face=5),
        Choice(value="1", label=N_("Một lần"), points=1, face=3),
        Choice(value="2", label=N_("Từ hai lần"), points=0, face=1),
    ),
)
EXTRA = Question(
    name="extra",
    text=N_("Quý vị có bị yêu cầu thêm tiền hoặc giấy tờ ngoài quy định không?"),
    short=N_("Bị đòi hỏi ngoài quy định"),
    choices=(
        Choice(value=NO, label=N_("Không"), points=1, face=4),
        Choice(value=YES, label=N_("Có"), points=0, face=1),
    ),
    restricted=True,
)
_NINE = (
    Question(
        name="index1",
        text=N_("Hồ sơ được giải quyết so với ngày hẹn"),
        short=N_("1. Thời gian giải quyết"),
        choices=_ladder(
            N_("Đúng hẹn hoặc sớm hơn"), N_("Trễ, có xin lỗi và hẹn lại"), N_("Trễ, không ai báo")
        ),
    ),
    Question(
        name="index2",
        text=N_("Thời gian làm việc của từng cơ quan tham gia"),
        short=N_("2. Thời gian của từng cơ quan"),
        choices=_ladder(N_("Đúng hạn"), N_("Có nơi chậm"), N_("Nhiều nơi chậm")),
    ),
    Question(
        name="index3",
        text=N_("Số lần phải đến để hoàn thiện hồ sơ"),
        short=N_("3. Số lần liên hệ"),
        choices=_ladder(N_("Một lần là đủ"), N_("Hai lần"), N_("Từ ba lần")),
    ),
    Question(
        name="index4",
        text=N_("Số nơi phải liên hệ để xong việc"),
        short=N_("4. Số nơi phải liên hệ"),
        choices=_ladder(N_("Một nơi"), N_("Hai nơi"), N_("Từ ba nơi")),
    ),
    Question(
        name="index5",
        text=N_("Nộp hồ sơ và nhận kết quả tại Bộ phận Một cửa"),
        short=N_("5. Thực hiện tại Một cửa"),
        choices=_ladder(N_("Cả hai"), N_("Một trong hai"), N_("Phải đến nơi khác")),
        person=False,
    ),
    Question(
        name="index6",
        text=N_("Thủ tục, giấy tờ, lệ phí được công khai"),
        short=N_("6. Công khai thủ tục"),
        choices=_ladder(N_("Đầy đủ, dễ thấy"), N_("Có nhưng khó thấy"), N_("Không thấy")),
        person=False,
    ),
    Question(
        name="index7",
        text=N_("Thái độ của cán bộ, công chức"),
        short=N_("7. Thái độ"),
        choices=_ladder(N_("Lịch sự, tận tình"), N_("Bình thường"), N_("Chưa đúng mực")),
    ),
    Question(
        name="index8",
        text=N_("Việc tiếp nhận, giải trình khi quý vị góp ý"),
        short=N_("8. Tiếp thu, giải trình"),
        choices=_ladder(N_("Giải thích rõ"), N_("Có trả lời"), N_("Không trả lời")),
        person=False,
    ),
    Question(
        name="index9",
        text=N_("Nộp hồ sơ, tra cứu qua mạng"),
        short=N_("9. Dịch vụ qua mạng"),
        choices=_ladder(N_("Dễ dùng"), N_("Dùng được"), N_("Không dùng được")),
        person=False,
    ),
)

EDITIONS = {
    edition.number: edition
    for edition in (
        Edition(
            number=1,
            title=N_("Ba câu ngắn"),
            questions=(_ATTITUDE, _TIME, _GUIDANCE),
            offered=False,
        ),
        Edition(
            number=2,
            title=N_("Tối thiểu: thái độ, thời gian, hướng dẫn, số lần đi lại, đòi hỏi thêm"),
            questions=(_ATTITUDE, _TIME, _GUIDANCE, TRIPS, EXTRA),
        ),
        Edition(
            number=3,
            title=N_("Chín chỉ số của quy định về một cửa"),
            questions=(*_NINE, EXTRA),
        ),
    )
}
USUAL = 2
FIRST_OWN = 101

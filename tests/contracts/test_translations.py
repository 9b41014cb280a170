"""Both catalogues say everything, and say it with the same placeholders."""

import re

from translations import catalogues

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def test_both_catalogues_are_complete():
    assert catalogues.faults() == []


def test_translations_keep_the_placeholders():
    for language in catalogues.LANGUAGES:
        for message in catalogues.read(language):
            if message.id and isinstance(message.id, str):
                assert sorted(set(PLACEHOLDER.findall(message.id))) == sorted(
                    set(PLACEHOLDER.findall(message.string))
                ), message.id


def test_english_is_not_vietnamese_left_standing():
    marked = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
    allowed = {"Tiếng Việt"}
    left = [
        message.string
        for message in catalogues.read("en")
        if message.id and message.string == message.id and marked.search(str(message.id))
    ]
    assert set(left) <= allowed

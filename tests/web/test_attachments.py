from urllib.parse import quote

import pytest
from flask import Response

from portal.web.headers import attach


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("anh.jpg", "anh.jpg"),
        ('ảnh ⚠ "chụp".jpg', "nh  chp.jpg"),
        ("图", "tep"),
        ("a\\b.pdf", "ab.pdf"),
    ],
)
def test_a_file_of_any_name_can_be_sent(name, plain):
    said = attach(Response(b"x"), name).headers["Content-Disposition"]
    said.encode("latin-1")  # what every server does with a header, and Flask's test client does not
    assert said == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

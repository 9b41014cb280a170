import pytest
from aiosmtpd.controller import Controller

from portal.config import Settings
from portal.outbox.mailbox import NotConfigured, Notice, message, send
from tests.live import free_port


class Sink:
    def __init__(self):
        self.taken = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def sink():
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.url = f"smtp://127.0.0.1:{controller.port}"
    yield handler
    controller.stop()


def notice(**changes):
    fields = {"to": "lan@example.vn", "subject": "Đã nhận ý kiến", "text": "Kính gửi", "key": "k1"}
    return Notice(**fields | changes)


def test_a_notice_arrives_with_its_vietnamese(sink, tmp_path):
    send(Settings(data=tmp_path, smtp_url=sink.url, mail_from="xa@example.vn"), notice())
    (envelope,) = sink.taken
    assert envelope.rcpt_tos == ["lan@example.vn"]
    assert b"Subject: =?utf-8?" in envelope.content


def test_without_a_server_it_says_so(tmp_path):
    with pytest.raises(NotConfigured):
        send(Settings(data=tmp_path), notice())


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "a@example.vn\r\nBcc: x@example.vn"},
        {"to": "a@example.vn, b@example.vn"},
        {"to": "=?utf-8?q?a=0ABcc:_x?=@example.vn"},
        {"to": "không phải địa chỉ"},
        {"subject": "a\r\nBcc: x@example.vn"},
        {"subject": "a\nBcc : x@example.vn"},
        {"subject": "=?utf-8?q?a=0ABcc:_x@example.vn?="},
    ],
)
def test_nothing_typed_becomes_a_header(tmp_path, changes):
    with pytest.raises(ValueError, match=r".+"):
        message(Settings(data=tmp_path), notice(**changes))

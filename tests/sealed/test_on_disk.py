"""What somebody sends sealed is nowhere on the disk, raw or packed, of a portal that really ran."""

import base64
import http.cookiejar
import io
import os
import re
import secrets
import signal
import urllib.parse
import urllib.request
import zlib
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.config import Settings
from portal.demo.people import password_of
from tests.live import ROOT, live_portal

BOUNDARY = "----canary"


def multipart(fields, files):
    body = io.BytesIO()
    for name, value in fields.items():
        body.write(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        )
        body.write(f"{value}\r\n".encode())
    for name, file_name, content in files:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"'
        body.write(f"--{BOUNDARY}\r\n{head}\r\nContent-Type: image/png\r\n\r\n".encode())
        body.write(content + b"\r\n")
    body.write(f"--{BOUNDARY}--\r\n".encode())
    return body.getvalue()


def picture(canary):
    """Return a photograph too large for memory alone, with the canary in what it says of itself."""
    told = PngInfo()
    told.add_text("Comment", canary)
    out = io.BytesIO()
    noise = secrets.token_bytes(3 * 700 * 700)
    Image.frombytes("RGB", (700, 700), noise).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def shapes(canary):
    plain = canary.encode()
    yield plain
    yield canary.encode("utf-16-le")
    yield from {base64.b64encode(b"\0" * cut + plain)[4:-4] for cut in range(3)}


def unpacked(content):
    """Yield the bytes, and what comes of them where they begin like packed ones."""
    yield content
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
        try:
            yield zlib.decompressobj().decompress(content[match.start() : match.start() + 200_000])
        except zlib.error:
            continue


def where(folder, canary):
    """Return the files in which the canary stands in any of its shapes."""
    wanted = list(shapes(canary))
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        for content in unpacked(path.read_bytes())
        if any(shape in content for shape in wanted)
    ]


class Visitor:
    """Somebody with a browser that keeps cookies."""

    def __init__(self, url):
        self.url = url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.open = urllib.request.build_opener(jar).open

    def read(self, path):
        return self.open(self.url + path).read().decode()

    def form(self, path, *names):
        page = self.read(path)
        names = names or ("csrf_token", "form_token")
        return {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1] for name in names}

    def send(self, path, fields, files=()):
        request = urllib.request.Request(self.url + path, multipart(fields, files))
        request.add_header("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
        try:
            return self.open(request).read().decode(errors="replace")
        except urllib.error.HTTPError as refusal:
            return refusal.read().decode()


def test_nothing_of_it_is_on_the_disk(tmp_path):
    """Sent ordinary it is found, which shows that the search finds; sent sealed it is not."""
    canary, plain = f"chimhoangyen{secrets.token_hex(8)}", f"chimse{secrets.token_hex(8)}"
    with live_portal(tmp_path / "data", PYTHONDONTWRITEBYTECODE="1", TMPDIR=str(tmp_path)) as live:
        visitor = Visitor(live.url)
        send_ordinary(visitor, plain)
        send_sealed(visitor, canary)
        assert len(list((live.data / "files" / "sealed").iterdir())) == 1
        fetch_as_the_confidant(live)
        live.portal("reindex")
        live.portal("backup", str(tmp_path / "copy"))
        crash(live.server)
    assert where(tmp_path, plain)
    assert where(tmp_path, canary) == []
    assert [path for path in ROOT.glob("core*") if path.is_file()] == []


def crash(server):
    """Let the server and its worker die where others would leave their memory on the disk."""
    threads = Path(f"/proc/{server.pid}/task").glob("*/children")
    workers = [int(pid) for children in threads for pid in children.read_text("ascii").split()]
    assert workers
    for pid in (*workers, server.pid):
        limits = Path(f"/proc/{pid}/limits").read_text("ascii")
        assert re.search(r"Max core file size +0 +0 ", limits)
        os.kill(pid, signal.SIGABRT)
    assert server.wait(20) == -signal.SIGABRT


def fetch_as_the_confidant(live):
    """Sign in, look, take the bundle: in three transactions of a server that really waits."""
    settings = Settings(data=live.data, key=live.environment["PORTAL_KEY"], public_url=live.url)
    confidant = Visitor(live.url)
    token = confidant.form("/dang-nhap", "csrf_token")
    names = {"user_name": "cuong.dm", "password": password_of(settings, "cuong.dm")}
    confidant.send("/dang-nhap", token | names)
    number = re.search(r"KIN-\w{6}", confidant.read("/quan-tri/kin"))[0]
    token = confidant.form(f"/quan-tri/kin/{number}", "csrf_token")
    taken = confidant.send(f"/quan-tri/kin/{number}/lay", token | {"purpose": "Xác minh"})
    assert taken.startswith('{"portal":"portal sealed 1"')
    assert "Xác minh" in confidant.read(f"/quan-tri/kin/{number}")


def send_ordinary(visitor, words):
    fields = visitor.form("/gop-y") | {"kind": "reflection", "text": words, "subject": "Đèn hỏng"}
    assert "Đã nhận" in visitor.send("/gop-y", fields)


def send_sealed(visitor, canary):
    """Send it with a mistake first, so that the files wait, then rightly; then look it up."""
    words = {name: f"{canary} {name}" for name in ("about", "name", "address", "phone")}
    fields = visitor.form("/gui-kin") | words | {"here": "1", "text": ""}
    page = visitor.send("/gui-kin", fields, [("files", f"{canary}.png", picture(canary))])
    shown = re.search(r'name="shown"[^>]*value="([^"]+)"', page)[1]
    again = {"text": f"{canary} nhận tiền", "shown": shown, "kept": shown}
    receipt = visitor.send("/gui-kin", fields | again)
    code = "".join(re.findall(r'receipt__group">([0-9A-Z]+)<', receipt))
    assert len(code) == 28
    token = visitor.form("/gop-y")["csrf_token"]
    assert "Đã nhận, chưa ai mở" in visitor.send("/tra-cuu", {"csrf_token": token, "code": code})
    urllib.request.urlopen(f"{visitor.url}/tim-kiem?q={urllib.parse.quote('nhận tiền')}").read()

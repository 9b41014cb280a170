"""The poster of a petition and the picture shared with its link."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Final

import fontpkg_be_vietnam_pro
from PIL import Image, ImageDraw, ImageFont

from portal.accounts.models import Authority
from portal.config import Settings
from portal.petitions.models import Petition
from portal.petitions.rules import State
from qr import board
from qr.board import Notice

# A poster speaks to everybody who stands before it, whatever language they read the portal in.
EYEBROW = "Kiến nghị tập thể"
INVITATION = "Quét mã để đọc kiến nghị và ký tên. Không cần cài ứng dụng."
UNTIL = "Nhận chữ ký đến hết ngày {day:%d/%m/%Y}"
SIGNED = "{count} chữ ký"

WIDTH, HEIGHT, MARGIN = 1200, 630, 70
PAPER, INK, GREY, RED = "#ffffff", "#1b1f22", "#4f5b62", "#c8102e"
LARGEST, SMALLEST, LINES = 76, 30, 4
DRAWN = 64  # drawings kept: who asks for one again and again costs nothing
_FONTS: Final = Path(fontpkg_be_vietnam_pro.ROOT) / "files"


def facts(settings: Settings, authority: Authority, petition: Petition) -> Notice:
    """Return what the poster says."""
    host = settings.public_url.partition("://")[2]
    is_open = petition.state is State.OPEN and petition.closes_on is not None
    return Notice(
        authority=authority.name,
        parent=authority.parent,
        eyebrow=EYEBROW,
        title=petition.action,
        invitation=INVITATION,
        until=UNTIL.format(day=petition.closes_on) if is_open else "",
        url=f"{settings.public_url}/kien-nghi/{petition.id}",
        short_address=f"{host}/kien-nghi/{petition.id}",
        colour=authority.brand_colour,
    )


@lru_cache(DRAWN)
def poster(notice: Notice) -> bytes:
    """Return the sheet for a village board as a PDF; raise ValueError where it does not fit."""
    return board.pdf(notice)


@lru_cache(DRAWN)
def card(notice: Notice, count: int) -> bytes:
    """Return the picture as a PNG, 1200 by 630 pixels."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 14), fill=RED)
    draw.text((MARGIN, 48), notice.authority, font=_font("SemiBold", 32), fill=notice.colour)
    draw.text((MARGIN, 96), notice.eyebrow, font=_font("Regular", 28), fill=GREY)
    lines, size = _fitted(draw, notice.title)
    draw.multiline_text(
        (MARGIN, 160), "\n".join(lines), font=_font("Bold", size), fill=INK, spacing=size // 4
    )
    words = SIGNED.format(count=f"{count:,}".replace(",", "."))
    draw.text((MARGIN, HEIGHT - 110), words, font=_font("Bold", 48), fill=notice.colour)
    stream = io.BytesIO()
    picture.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _fitted(draw: ImageDraw.ImageDraw, text: str) -> tuple[list[str], int]:
    """Return the text in lines at the largest size that gives few enough of them."""
    for size in range(LARGEST, SMALLEST, -4):
        lines = _broken(draw, text, size)
        if len(lines) <= LINES:
            return lines, size
    return _broken(draw, text, SMALLEST)[:LINES], SMALLEST


def _broken(draw: ImageDraw.ImageDraw, text: str, size: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font=_font("Bold", size)) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"BeVietnamPro-{weight}.ttf", size)

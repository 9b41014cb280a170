"""A payment code says what a bank's app reads: each field, and the CRC over all of them."""

import io

import pytest
import zxingcpp
from PIL import Image

import qr
from qr.vietqr import Transfer, crc, payload, plain


def read(told: str) -> dict[str, str]:
    """Return the fields of a payload by tag, taken apart as the standard says."""
    found = {}
    while told:
        tag, length = told[:2], int(told[2:4])
        found[tag], told = told[4 : 4 + length], told[4 + length :]
    return found


def test_the_crc_is_that_of_the_standard() -> None:
    assert crc(b"123456789") == 0x29B1


def test_every_field_is_read_back_from_the_drawn_code() -> None:
    told = payload(
        Transfer(bank="970436", account="0011001932418", amount=50_000, purpose="Lệ phí hộ tịch")
    )
    picture = Image.open(io.BytesIO(qr.png(told, 400)))
    (seen,) = zxingcpp.read_barcodes(picture.convert("L"))
    fields = read(seen.text)
    account = read(fields["38"])
    assert (fields["00"], fields["01"], fields["53"], fields["58"]) == ("01", "12", "704", "VN")
    assert (account["00"], account["02"]) == ("A000000727", "QRIBFTTA")
    assert read(account["01"]) == {"00": "970436", "01": "0011001932418"}
    assert (fields["54"], read(fields["62"])["08"]) == ("50000", "Le phi ho tich")
    assert int(fields["63"], 16) == crc(seen.text[:-4].encode())


def test_without_an_amount_whoever_pays_types_it() -> None:
    fields = read(payload(Transfer(bank="970436", account="0011001932418")))
    assert fields["01"] == "11"
    assert {"54", "62"} & set(fields) == set()


@pytest.mark.parametrize(
    "wrong",
    [
        {"bank": "97043"},
        {"bank": "97043٦"},
        {"account": ""},
        {"account": "1" * 20},
        {"account": "12 34"},
        {"amount": -1},
        {"amount": 10**12},
    ],
)
def test_what_is_no_transfer_is_refused(wrong: dict[str, object]) -> None:
    facts: dict[str, object] = {"bank": "970436", "account": "0011001932418"}
    with pytest.raises(ValueError, match=r"."):
        payload(Transfer(**(facts | wrong)))  # type: ignore[arg-type]  # wrong on purpose


def test_a_purpose_is_written_as_banks_take_it() -> None:
    assert plain("Đóng góp đường thôn (đợt 2)") == "Dong gop duong thon dot 2"

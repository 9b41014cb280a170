"""What a VietQR code says: the EMVCo merchant-presented payload of a transfer to a bank account.

Fields are written tag, length, value; the account stands in template 38 under NAPAS' identifier;
the last field is a CRC over everything before it and its own tag and length.
"""

import re
import unicodedata
from dataclasses import dataclass

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DONG, VIETNAM = "704", "VN"
LONGEST_PURPOSE = 25
_BANK = re.compile(r"\d{6}", re.ASCII)
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """A transfer somebody is asked for.

    Attributes:
        bank: the six digits by which NAPAS knows the bank, e.g. "970436".
        account: the number of the account.
        amount: in đồng, 0 when whoever pays types it.
        purpose: what the transfer is for; written without marks, 25 letters at most.

    """

    bank: str
    account: str
    amount: int = 0
    purpose: str = ""


def payload(transfer: Transfer) -> str:
    """Return what the code holds.

    Raises:
        ValueError: bank, account or amount cannot be those of a transfer.

    """
    if not _BANK.fullmatch(transfer.bank) or not _ACCOUNT.fullmatch(transfer.account):
        message = "a bank has six digits, an account up to nineteen digits or letters"
        raise ValueError(message)
    if not 0 <= transfer.amount < 10**12:
        message = f"nobody transfers {transfer.amount} đồng"
        raise ValueError(message)
    account = _field("00", transfer.bank) + _field("01", transfer.account)
    purpose = plain(transfer.purpose)[:LONGEST_PURPOSE].strip()
    body = (
        _field("00", "01"),
        _field("01", "12" if transfer.amount else "11"),
        _field("38", _field("00", NAPAS) + _field("01", account) + _field("02", TO_ACCOUNT)),
        _field("53", DONG),
        _field("54", str(transfer.amount)) if transfer.amount else "",
        _field("58", VIETNAM),
        _field("62", _field("08", purpose)) if purpose else "",
        "6304",
    )
    told = "".join(body)
    return f"{told}{crc(told.encode('ascii')):04X}"


def crc(content: bytes) -> int:
    """Return CRC-16/CCITT-FALSE: polynomial 0x1021, begun with 0xFFFF."""
    value = 0xFFFF
    for byte in content:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def plain(text: str) -> str:
    """Return `text` in the letters banks take: no marks, no punctuation but dots and dashes."""
    bare = text.replace("đ", "d").replace("Đ", "D")
    letters = unicodedata.normalize("NFD", bare).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^0-9A-Za-z .-]", " ", letters).split())


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"

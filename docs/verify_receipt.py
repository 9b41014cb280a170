#!/usr/bin/env python3
"""Check, on a machine of your own and without a network, that an item was recorded.

    python3 verify_receipt.py CERTIFICATE.json [--head LINE] [--key HEX]

CERTIFICATE.json is downloaded from the look-up page ("giấy xác nhận ghi sổ"). Only Python's own
library is needed; with the package `cryptography` the signature is checked as well.

    --head LINE   a head you or somebody else kept (mail to the inspectors, photo of the page):
                  the certificate must be proved under this very head
    --key HEX     the authority's public key as you know it, instead of the one in the certificate

Exit code: 0 everything fits, 1 something does not, 2 it cannot be told yet.
"""

import argparse
import hashlib
import hmac
import json
import re
import sys

LINE = re.compile(
    r"nhat-ky:1:(\d+):(\d+):([0-9a-f]{64}):(\d{8}T\d{6}\.\d{6}Z):([0-9a-f]{8}):([0-9a-f]{128})"
)


def sha256(content):
    return hashlib.sha256(content).digest()


def root_from(leaf, index, size, path):
    """RFC 9162, 2.1.3.2: the root the path leads to, None when it has the wrong length."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if at % 2 or at == last:
            found = sha256(b"\x01" + step + found)
            while at and not at % 2:
                at, last = at >> 1, last >> 1
        else:
            found = sha256(b"\x01" + found + step)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def check_words(certificate, event):
    """The words you sent are the words the recorded line covers."""
    hashes = json.loads(event["facts"]).get("hashes", {})
    problems = []
    for name, covered in certificate["covered"].items():
        canonical = json.dumps(
            covered["value"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        made = hmac.new(bytes.fromhex(covered["salt"]), canonical.encode(), hashlib.sha256)
        if not hmac.compare_digest(made.hexdigest(), hashes.get(name, "")):
            problems.append(f"{name}: these words are not the ones that were recorded")
    return problems


def check_signature(head, key):
    """True, False, or None when `cryptography` is not installed."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return None
    number, size, root, at, key_id, signature = head
    day, clock = at[:-1].split("T")
    when = f"{day[:4]}-{day[4:6]}-{day[6:]} {clock[:2]}:{clock[2:4]}:{clock[4:]}"
    lines = ("nhat-ky head 1", number, size, root, when, key_id)
    message = "".join(f"{line}\n" for line in lines).encode()
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            bytes.fromhex(signature), message
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def check(certificate, kept_head="", known_key=""):
    """Return what does not fit, and what could not be told."""
    event = json.loads(certificate["event"])
    leaf = sha256(b"\x00" + certificate["event"].encode())
    problems, open_questions = check_words(certificate, event), []
    if leaf.hex() != certificate["leaf"]:
        problems.append("the line does not have the hash printed on the receipt")
    if "head" not in certificate:
        open_questions.append("not in the tree yet: download the certificate again in a minute")
        return problems, open_questions
    found = LINE.search(kept_head or certificate["head"])
    if found is None:
        return [*problems, "that is no head"], open_questions
    head = found.groups()
    if kept_head and head[1] != LINE.search(certificate["head"]).group(2):
        open_questions.append(
            f"your head covers {head[1]} lines: ask /minh-bach/nhat-ky.json?first=&second="
            " for the proof between the two"
        )
        return problems, open_questions
    path = [bytes.fromhex(step) for step in certificate["path"]]
    root = root_from(leaf, certificate["index"], int(head[1]), path)
    if root is None or root.hex() != head[2]:
        problems.append("the line is not under this head")
    key = known_key or certificate["keys"].get(head[4], "")
    signed = check_signature(head, key)
    if signed is False:
        problems.append("the signature on the head does not fit the key")
    elif signed is None:
        open_questions.append("the signature was not checked: pip install cryptography")
    return problems, open_questions


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("certificate")
    parser.add_argument("--head", default="")
    parser.add_argument("--key", default="")
    chosen = parser.parse_args()
    with open(chosen.certificate, encoding="utf-8") as file:
        certificate = json.load(file)
    problems, open_questions = check(certificate, chosen.head, chosen.key)
    event = json.loads(certificate["event"])
    print(f"{certificate['receipt']}: {event['act']}, {event['at']} UTC")
    for line in problems:
        print(f"WRONG  {line}")
    for line in open_questions:
        print(f"OPEN   {line}")
    if not problems and not open_questions:
        print(f"FITS   recorded as line {certificate['index'] + 1}, under {certificate['head']}")
    sys.exit(1 if problems else 2 if open_questions else 0)


if __name__ == "__main__":
    main()

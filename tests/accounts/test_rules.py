from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import rules
from portal.accounts.rules import Weakness
from portal.permissions import Role

START = datetime(2026, 11, 20, 1, tzinfo=UTC)
KNOWN = ("lan.nt", "Nguyễn Thị Lan", "Phòng Kinh tế", "Ủy ban nhân dân xã Vân Khê", "Xã Vân Khê")

PASSWORDS = [
    ("", Weakness.SHORT),
    ("ngắn", Weakness.SHORT),
    ("Abc@123", Weakness.SHORT),
    ("mườibốnkýtự14!", Weakness.SHORT),
    ("a" * 15, Weakness.GUESSABLE),
    ("abababababababab", Weakness.GUESSABLE),
    ("123456789012345", Weakness.GUESSABLE),
    ("987654321098765432", Weakness.GUESSABLE),
    ("abcdefghijklmnopqrst", Weakness.GUESSABLE),
    ("qwertyuiopasdfghjkl", Weakness.GUESSABLE),
    ("1q2w3e4r1q2w3e4r", Weakness.GUESSABLE),
    ("matkhaumatkhau123", Weakness.GUESSABLE),
    ("Mật khẩu mật khẩu", Weakness.GUESSABLE),
    ("MATKHAU@2026@2026", Weakness.GUESSABLE),
    ("Abc@123Abc@123Abc", Weakness.GUESSABLE),
    ("password password", Weakness.GUESSABLE),
    ("Password123456789", Weakness.GUESSABLE),
    ("P@sswordP@ssword", None),  # folding does not know disguises, and it is long enough
    ("adminadminadmin1", Weakness.GUESSABLE),
    ("quantri@vankhe2026", Weakness.GUESSABLE),
    ("UBND xã Vân Khê 2026", Weakness.GUESSABLE),
    ("ubndxavankhe2026", Weakness.GUESSABLE),
    ("phongkinhte12345", Weakness.GUESSABLE),
    ("Nguyễn Thị Lan 1990", Weakness.GUESSABLE),
    ("lan.nt lan.nt lan.nt", Weakness.GUESSABLE),
    ("               ", Weakness.GUESSABLE),
    ("!!!!!!!!!!!!!!!!", Weakness.GUESSABLE),
    ("con mèo nằm cạnh bếp", None),
    ("đi chợ mua ba cân khoai", None),
    ("correct horse battery staple", None),
    ("нельзя угадать это", None),
    ("🌾🐃🌧️🏡🎋🌙⭐🔥🌊🍚🥢🪷🐓🐖🛶", None),
    ("7h4y-qx2m-9d0s-w3kz", None),
    ("x7" * 64, Weakness.GUESSABLE),
    ("mưa rơi trên mái lá " * 7, None),  # 140 characters: 128 must be accepted
    ("con mèo nằm cạnh bếp " * 10, Weakness.LONG),
]


@pytest.mark.parametrize(("password", "weakness"), PASSWORDS)
def test_weak_passwords_are_told_apart(password, weakness):
    assert rules.weakness(password, *KNOWN) == weakness
    assert rules.is_weak(password, *KNOWN) == (weakness is not None)


def test_a_password_is_the_same_whatever_keyboard_composed_it():
    assert rules.same_password("mèo") == rules.same_password("me\u0300o")


@pytest.mark.parametrize(
    ("age", "silence", "alive"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(minutes=30), timedelta(minutes=30), True),
        (timedelta(minutes=31), timedelta(minutes=30, seconds=1), False),
        (timedelta(hours=12), timedelta(minutes=1), True),
        (timedelta(hours=12, seconds=1), timedelta(minutes=1), False),
    ],
)
def test_a_sign_in_ends_idle_or_old(age, silence, alive):
    now = START + age
    assert rules.is_alive(START, now - silence, now) is alive


def test_no_wait_is_longer_than_an_hour_and_each_is_longer_than_the_last():
    for table in (rules.FROM_ONE_PLACE, rules.FROM_EVERYWHERE, rules.FROM_ONE_NETWORK):
        waits = [minutes for _, minutes in table]
        assert waits == sorted(set(waits))
        assert max(waits) <= 60


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Phòng Văn hóa - Xã hội", "phong-van-hoa-xa-hoi"),
        ("Đường sá, chiếu sáng", "duong-sa-chieu-sang"),
        ("  Trạm Y tế  ", "tram-y-te"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("中文", ""),
        ("...", ""),
    ],
)
def test_a_name_becomes_an_address(name, slug):
    assert rules.slug_of(name) == slug


@given(st.text())
def test_an_address_is_letters_digits_and_single_dashes(name):
    slug = rules.slug_of(name)
    assert len(slug) <= rules.SLUG_LENGTH
    assert all(part.isascii() and part.isalnum() for part in slug.split("-") if slug)


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#0b5a63", 7.90), ("#C8102E", 5.88)],
)
def test_contrast_is_counted_as_wcag_does(colour, ratio):
    assert round(rules.contrast_with_white(colour), 2) == pytest.approx(ratio, abs=0.01)


def test_every_role_of_an_official_has_a_name():
    assert set(rules.ROLE_NAMES) == set(Role) - {Role.VISITOR, Role.HOLDER}


@dataclass
class Leaf:
    id: int
    parent_id: int | None


def test_offices_stand_below_the_one_they_belong_to():
    leaves = [Leaf(4, 2), Leaf(1, None), Leaf(3, 1), Leaf(2, 1), Leaf(9, 77)]
    assert [leaf.id for leaf in rules.in_tree_order(leaves)] == [1, 3, 2, 4, 9]

import pytest

from portal.disclosures.rules import Basis, Form
from portal.disclosures.types import BY_SLUG, duty_types

CODES = {duty.code: duty for duty in duty_types()}
COMMUNE = [duty for duty in duty_types() if duty.code.startswith("d11.")]
AGENCY = [duty for duty in duty_types() if duty.code.startswith("d46.")]


def test_codes_and_addresses_are_distinct():
    assert len(CODES) == len({duty.slug for duty in duty_types()}) == len(duty_types())


def test_all_fourteen_contents_of_the_commune_are_there():
    assert {int(duty.code.split(".")[1]) for duty in COMMUNE} == set(range(1, 15))


@pytest.mark.parametrize("duty", duty_types(), ids=lambda duty: duty.code)
def test_a_duty_belongs_to_a_group_and_asks_for_a_form(duty):
    assert duty.group in BY_SLUG
    assert duty.forms


@pytest.mark.parametrize("duty", COMMUNE, ids=lambda duty: duty.code)
def test_only_the_contents_that_were_read_are_called_law(duty):
    read = int(duty.code.split(".")[1]) <= 3
    assert (duty.basis is Basis.LAW) is read
    assert not duty.internal


@pytest.mark.parametrize("duty", duty_types(), ids=lambda duty: duty.code)
def test_no_time_to_publish_is_called_law_as_none_was_read(duty):
    assert duty.limit_basis is Basis.TO_CONFIRM


@pytest.mark.parametrize("duty", COMMUNE, ids=lambda duty: duty.code)
def test_contents_seven_to_twelve_are_broadcast_three_days(duty):
    broadcast = [row for row in duty.forms if row.form is Form.LOUDSPEAKER]
    if 7 <= int(duty.code.split(".")[1]) <= 12:
        assert [(row.days, row.basis) for row in broadcast] == [(3, Basis.LAW)]
        assert Form.VILLAGE_HEAD in {row.form for row in duty.forms}
    else:
        assert broadcast == []


def test_twenty_days_on_the_board_wait_for_the_authority_to_confirm():
    boards = [row for duty in duty_types() for row in duty.forms if row.form is Form.BOARD]
    assert {(row.days, row.basis) for row in boards} == {(20, Basis.TO_CONFIRM)}


@pytest.mark.parametrize("duty", AGENCY, ids=lambda duty: duty.code)
def test_what_an_agency_discloses_inside_never_concerns_the_public(duty):
    assert duty.internal

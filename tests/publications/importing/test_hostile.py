import pytest

from portal.publications.importing import Unreadable, read_file
from tests.publications.importing.hostile_files import FILES


@pytest.mark.parametrize(("name", "make", "reason"), FILES.values(), ids=FILES)
def test_a_file_made_to_harm_is_refused_with_its_reason(name, make, reason):
    with pytest.raises(Unreadable) as refusal:
        read_file(name, make())

    assert refusal.value.reason == reason


def test_a_line_of_one_megabyte_is_read():
    words = "Ủy ban nhân dân xã trả lời ý kiến của người dân. " * 21_000

    assert read_file("a.txt", words.encode()).sections == ()

"""For programs: JSON in the shape of the British petitions, a feed, a card, a poster."""

import io
from xml.etree import ElementTree as ET

import pypdfium2
import zxingcpp
from PIL import Image

from portal.petitions.rules import State
from tests.petitions.conftest import ACTION, BACKGROUND, many

# As petition.parliament.uk writes them, each with the types a reader may meet.
ATTRIBUTES = {
    "action": (str, None), "background": (str, None), "additional_details": (str,),
    "committee_note": (str,), "state": (str,), "signature_count": (int,), "created_at": (str,),
    "updated_at": (str,), "rejected_at": (str, None), "opened_at": (str, None),
    "closed_at": (str, None), "moderation_threshold_reached_at": (str, None),
    "response_threshold_reached_at": (str, None), "government_response_at": (str, None),
    "debate_threshold_reached_at": (str, None), "debate_scheduled_at": (str, None),
    "scheduled_debate_date": (str, None), "debate_outcome_at": (str, None),
    "creator_name": (str, None), "rejection": (dict, None), "government_response": (dict, None),
    "debate": (dict, None), "departments": (list,), "topics": (list,),
}  # fmt: skip
BY_PLACE = {
    "signatures_by_country", "signatures_by_constituency", "signatures_by_region",
    "other_parliamentary_business",
}  # fmt: skip


def fits(attributes):
    for name, kinds in ATTRIBUTES.items():
        value = attributes[name]
        assert any(value is None if kind is None else isinstance(value, kind) for kind in kinds)
    return True


def test_a_list_is_read_as_the_british_one(browser, make_petition):
    opened, refused = make_petition(), make_petition(State.REFUSED)
    found = browser.open("/kien-nghi.json").json
    assert set(found["links"]) == {"self", "first", "last", "next", "prev"}
    assert [row["id"] for row in found["data"]] == [refused.id, opened.id]
    for row in found["data"]:
        assert (row["type"], set(row["attributes"])) == ("petition", set(ATTRIBUTES))
        assert fits(row["attributes"])
        assert row["links"]["self"].endswith(f"/kien-nghi/{row['id']}.json")
    assert [row["id"] for row in browser.open("/kien-nghi.json?state=open").json["data"]] == [
        opened.id
    ]
    rejection = found["data"][0]["attributes"]["rejection"]
    assert rejection["code"] == "elsewhere"
    assert browser.open("/kien-nghi.json?state=open&page=999999999999999").status_code == 200


def test_one_tells_its_signatures_by_village_and_never_a_name(browser, db, make_petition):
    petition = make_petition()
    many(db, petition, 9, village="Đông Khê")
    many(db, petition, 2)
    answer = browser.open(f"/kien-nghi/{petition.id}.json")
    attributes = answer.json["data"]["attributes"]
    assert set(attributes) == set(ATTRIBUTES) | BY_PLACE
    assert fits(attributes)
    assert {"name": "Đông Khê", "ons_code": "", "mp": "", "signature_count": 9} in attributes[
        "signatures_by_constituency"
    ]
    assert "Nguyễn Thị Lan" not in answer.text
    assert "example.vn" not in answer.text
    again = browser.open(
        f"/kien-nghi/{petition.id}.json", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_the_feed_tells_every_public_petition(browser, make_petition):
    petition = make_petition()
    root = ET.fromstring(browser.open("/kien-nghi.atom").text)  # noqa: S314 - our own
    names = {"a": "http://www.w3.org/2005/Atom"}
    (entry,) = root.findall("a:entry", names)
    assert entry.find("a:title", names).text == ACTION
    assert BACKGROUND in entry.find("a:summary", names).text
    assert entry.find("a:id", names).text.endswith(f"/kien-nghi/{petition.id}")


def test_the_poster_leads_a_telephone_to_the_petition(browser, make_petition):
    petition = make_petition()
    sheet = pypdfium2.PdfDocument(browser.open(f"/kien-nghi/{petition.id}/ap-phich.pdf").data)
    picture = sheet[0].render(scale=100 / 72).to_pil()  # 100 dpi
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == f"http://localhost/kien-nghi/{petition.id}"
    assert "vỉa hè" in sheet[0].get_textpage().get_text_range()
    sheet.close()


def test_the_longest_words_still_fit_on_poster_and_card(browser, make_petition):
    petition = make_petition(action="Nghiêng " * 15)
    for name in ("ap-phich.pdf", "the.png"):
        assert browser.open(f"/kien-nghi/{petition.id}/{name}").status_code == 200


def test_a_shared_link_brings_a_card(browser, make_petition):
    petition = make_petition()
    page = browser.open(f"/kien-nghi/{petition.id}").text
    assert f'content="http://localhost/kien-nghi/{petition.id}/the.png"' in page
    card = Image.open(io.BytesIO(browser.open(f"/kien-nghi/{petition.id}/the.png").data))
    assert card.size == (1200, 630)

import pytest


@pytest.mark.parametrize("body", ["[1,2]", "5", '"x"', '{"text": 5}', "[" * 10_000, '"\\ud800"'])
@pytest.mark.parametrize("address", ["/gop-y", "/tra-cuu", "/dang-nhap"])
def test_something_that_is_no_form_is_refused(browser, address, body):
    reply = browser.client.post(address, data=body, content_type="application/json")
    assert reply.status_code == 415


@pytest.mark.parametrize(
    "body", [b"a=" + b"%C3%A9" * 300_000, b"a&" * 5_000, b"a=" + b"x" * 8_500_000]
)
def test_a_body_made_to_fill_the_memory_is_refused_unread(browser, body):
    reply = browser.client.post(
        "/ngon-ngu", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert reply.status_code == 413
    assert len(reply.data) < 50_000


def test_five_megabytes_of_plain_letters_are_still_handed_back(browser):
    browser.open("/gop-y")
    tokens = {name: browser.token(name) for name in ("csrf_token", "form_token")}
    reply = browser.client.post(
        "/gop-y", data=tokens | {"kind": "comment", "subject": "dài", "text": "x" * 5_000_000}
    )
    assert reply.status_code == 413
    assert "x" * 5_000_000 in reply.text


def test_a_number_no_table_holds_is_no_address(browser):
    assert browser.open("/van-ban/x/tep/99999999999999999999").status_code == 404


def test_a_form_from_another_site_is_not_offered_to_be_sent_again(browser):
    reply = browser.client.post(
        "/ngon-ngu", data={"lang": "evil words"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert reply.status_code == 403
    assert "evil words" not in reply.text
    assert 'csrf_token" value="' not in reply.text.split("<main")[1]

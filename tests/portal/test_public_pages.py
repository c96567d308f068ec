"""The frame of the public site: who may keep a page, and that no link of it leads nowhere."""

import re

import pytest
from django.test import Client

from tests.cast import Cast

pytestmark = pytest.mark.django_db
PUBLIC = ("/rules/", "/rules/homework/written_minutes/", "/minutes/", "/service/", "/privacy/")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_without_a_session_may_be_kept_by_everybody_for_minutes(cast: Cast, path: str) -> None:
    page = Client().get(path)
    assert "public" in page.headers["Cache-Control"]
    assert "max-age=300" in page.headers["Cache-Control"]
    assert "Cookie" in page.headers["Vary"]
    assert "Set-Cookie" not in page.headers
    assert not page.cookies


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_that_shows_who_signed_in_is_kept_by_nobody_else(cast: Cast, path: str) -> None:
    page = cast.client("maths").get(path)
    assert "沈岚" in page.text
    assert "public" not in page.headers["Cache-Control"]
    assert "private" in page.headers["Cache-Control"]
    assert "Cookie" in page.headers["Vary"]


@pytest.mark.parametrize("path", ["/rules/nothing/", "/rules/homework/weekend_total/"])
def test_what_is_not_a_page_of_its_own_is_not_kept(cast: Cast, path: str) -> None:
    assert "public" not in Client().get(path).headers["Cache-Control"]


def test_an_unchanged_page_is_not_sent_again(cast: Cast) -> None:
    first = Client().get("/rules/")
    again = Client().get("/rules/", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_the_public_sees_the_same_page_whatever_link_it_came_by(cast: Cast) -> None:
    assert Client().get("/rules/").text == Client().get("/rules/?q=&place=&date=").text


@pytest.mark.parametrize("path", ["/", *PUBLIC, "/rules/?q=没有", "/rules/nothing/"])
def test_every_link_and_anchor_of_a_public_page_leads_somewhere(cast: Cast, path: str) -> None:
    page = Client().get(path)
    for href in set(re.findall(r'href="(/[^"]*|#[^"]*)"', page.text)):
        address, _, anchor = href.partition("#")
        if address.startswith("/static/"):
            continue
        there = Client().get(address.replace("&amp;", "&"), follow=True) if address else page
        assert there is page or there.status_code == 200, href
        if anchor:
            assert f'id="{anchor}"' in there.text, href


def test_the_front_page_has_three_doors_and_an_example_that_is_within_the_cap(cast: Cast) -> None:
    page = Client().get("/")
    for door in ("/enter/", "/login/", "/rules/"):
        assert f'href="{door}"' in page.text
    example = page.context["example"]
    assert (example.cap, example.state) == (60, "ok")
    assert example.committed + example.free == 60


@pytest.mark.parametrize("path", ["/", *PUBLIC, "/rules/nothing/"])
def test_no_public_page_carries_inline_style_or_script(cast: Cast, path: str) -> None:
    page = Client().get(path)
    assert " style=" not in page.text
    assert "<script>" not in page.text

"""What stands around pages: drawn once, and yet each reader's own where it differs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
HOSTILE = "/cases/?q=%22%3E%3Cscript%3E&place=[token]&kind=[here]'\"<b>"


def page(client: Client, path: str = "/cases/") -> str:
    return client.get(path).content.decode()


def test_each_reader_has_a_form_token_of_their_own(library: None) -> None:
    tokens = [TOKEN.findall(page(Client(), path)) for path in ("/search/", "/search/", "/places/", "/places/")]
    assert all(len(set(found)) == 1 and len(found[0]) == 64 for found in tokens)
    assert len({found[0] for found in tokens}) == 4


@pytest.mark.parametrize("path", [HOSTILE, "/search/?q=[token]", "/nowhere/[token]/<b>"])
def test_words_of_an_address_are_neither_markup_nor_a_place_for_the_token(library: None, path: str) -> None:
    client = Client()
    page(client)
    html = page(client, path)
    [token] = set(TOKEN.findall(html))
    told = set(re.findall(r'name="next" value="([^"]*)"', html))
    assert len(told) == 1
    assert not re.search(r"[<>]", told.pop())
    assert html.count(token) == len(TOKEN.findall(html)) == len(re.findall(r"<form [^>]*post", html))


def test_the_address_is_that_of_this_page(library: None, client: Client) -> None:
    for path in ("/search/?q=1", "/search/?q=2", "/cases/1/", "/cases/2/"):
        assert set(re.findall(r'name="next" value="([^"]*)"', page(client, path))) == {path}


def test_the_part_one_is_in_is_marked(library: None, client: Client) -> None:
    current = [
        re.search(r'<a href="([^"]+)" aria-current="page"', page(client, path)) for path in ("/cases/", "/figures/")
    ]
    assert [found and found[1] for found in current] == ["/cases/", "/figures/"]


def test_an_account_and_a_brief_show_to_their_reader_alone(library: None, client: Client, staff: Any) -> None:
    member, gatherer = Client(), Client()
    member.force_login(staff)
    assert [">工作台<" in page(each) for each in (client, member, client)] == [False, True, False]
    gatherer.post("/brief/change/", {"add": "4", "next": "/cases/"})
    link = re.compile(r'id="brief-link"[^>]*>([^<]*<b>1</b>)?')
    assert [bool(link.search(page(each))[1]) for each in (client, gatherer, client)] == [False, True, False]  # type: ignore[index]

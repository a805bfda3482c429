"""What stands around pages: drawn once, and yet each reader's own where it differs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

HOSTILE = "/cases/?q=%22%3E%3Cscript%3E&place=[here]&kind=[here]'\"<b>"


def page(client: Client, path: str = "/cases/") -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/cases/", "/cases/4/", "/cases/4/source/", "/search/?q=工作", "/brief/", "/figures/"]
)
def test_who_reads_is_given_neither_token_nor_cookie(library: None, client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("path", [HOSTILE, "/search/?q=[here]", "/nowhere/[here]/<b>"])
def test_words_of_an_address_are_no_markup(library: None, path: str) -> None:
    client = Client()
    page(client)
    told = set(re.findall(r'name="next" value="([^"]*)"', page(client, path)))
    assert len(told) == 1
    assert not re.search(r"[<>]", told.pop())


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

"""Texts come in at the desk in two steps: a look that writes nothing, and a confirmation that writes once."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Case, Source
from desk import uploads
from desk.models import Batch
from metrics.models import Figure

STORY = """仙居县:“红色代办员”走进山村

2005年以来,浙江省仙居县在全县农村开展“红色代办员”活动,方便群众办事。

一、主要做法
(一)建立队伍。全县418个村选出代办员836名,每村2名。
(二)定期培训。县委组织部举办培训班12期,培训代办员1600余人次。

二、主要成效
一年来,代办员为群众办理事项9600件,为群众节约开支60余万元。
"""


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def curator(client: Client, db: None, django_user_model: Any) -> Client:
    user = django_user_model.objects.create_user("curator", is_staff=True)
    user.groups.add(Group.objects.get(name="curators"))
    client.force_login(user)
    return client


def look(client: Client, *files: tuple[str, bytes], pasted: str = "") -> Any:
    uploaded = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(reverse("desk:import"), {"upload": uploaded, "pasted": pasted})


def tokens(response: Any) -> list[str]:
    return [found.token for found in response.context["looks"] if found.token]


def test_the_look_shows_what_would_come_in_and_writes_nothing(curator: Client) -> None:
    before = Source.objects.count(), Case.objects.count()
    response = look(curator, ("仙居.txt", STORY.encode()))
    content = response.content.decode()
    assert "红色代办员" in content and "<mark>836名</mark>" in content and "仙居县" in content
    assert (Source.objects.count(), Case.objects.count()) == before and not Batch.objects.exists()


def test_the_confirmation_imports_once_as_drafts(curator: Client) -> None:
    found = tokens(look(curator, ("仙居.txt", STORY.encode("gb18030"))))
    sources = Source.objects.count()
    response = curator.post(reverse("desk:confirm"), {"texts": found}, follow=True)
    batch = Batch.objects.get()
    assert response.redirect_chain == [(reverse("desk:batch", args=[batch.pk]), 302)]
    source = batch.sources.get()
    assert source.text == STORY and bytes(source.raw) == STORY.encode("gb18030") and source.file_name == "仙居.txt"
    assert source.imported_by.username == "curator"
    assert {case.state for case in source.cases.all()} == {"draft"}
    curator.post(reverse("desk:confirm"), {"texts": found})
    assert Source.objects.count() == sources + 1 and Batch.objects.count() == 1


def test_the_kept_bytes_go_when_they_are_in(curator: Client, var: Path) -> None:
    found = tokens(look(curator, ("a.txt", STORY.encode())))
    assert len(list((var / "uploads").iterdir())) == 1
    curator.post(reverse("desk:confirm"), {"texts": found})
    assert not list((var / "uploads").iterdir())


def test_a_pasted_text_comes_in_like_a_file(curator: Client) -> None:
    found = tokens(look(curator, pasted=STORY.replace("\n", "\r\n")))
    curator.post(reverse("desk:confirm"), {"texts": found})
    assert Batch.objects.get().sources.get().text == STORY


def test_good_and_bad_files_are_told_apart(curator: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 5000
    response = look(
        curator,
        ("good.txt", STORY.encode()),
        ("empty.txt", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        ("large.txt", b"x" * 5001),
    )
    looks = {found.name: found for found in response.context["looks"]}
    assert [name for name, found in looks.items() if found.error] == ["empty.txt", "picture.png", "large.txt"]
    assert len(tokens(response)) == 1 and all(found.error for found in looks.values() if not found.token)


def test_a_text_with_no_case_in_it_says_so(curator: Client) -> None:
    response = look(curator, ("note.txt", "今天天气很好。".encode()))
    assert response.status_code == 200 and response.context["looks"][0].cases == ()


def test_markup_in_a_text_is_shown_as_text(curator: Client) -> None:
    story = STORY.replace("为群众节约开支", "<script>alert(1)</script>为群众节约开支")
    content = look(curator, ("<b>x.txt", story.encode())).content.decode()
    assert "<script>alert" not in content and "<b>x" not in content


def test_a_text_already_in_is_left_alone(library: None, curator: Client, seed_texts: dict[str, str]) -> None:
    data = bytes(Source.objects.first().raw)
    response = look(curator, ("again.txt", data))
    assert response.context["looks"][0].known == Source.objects.first() and not tokens(response)


def test_an_empty_form_says_what_to_do(curator: Client) -> None:
    response = look(curator, pasted="  \n ")
    assert response.context["form"].non_field_errors()


@pytest.mark.parametrize("token", ["", "x", "W10:abc:def", "../../etc/passwd"])
def test_a_made_up_confirmation_imports_nothing(curator: Client, token: str) -> None:
    response = curator.post(reverse("desk:confirm"), {"texts": [token]})
    assert response.headers["Location"] == reverse("desk:import") and not Batch.objects.exists()


def test_nobody_confirms_for_someone_else(curator: Client, staff: Any) -> None:
    found = tokens(look(curator, ("a.txt", STORY.encode())))
    other = Client()
    other.force_login(staff)
    other.post(reverse("desk:confirm"), {"texts": found})
    assert not Batch.objects.exists()


def test_curators_do_not_publish_by_importing(curator: Client) -> None:
    found = tokens(look(curator, ("a.txt", STORY.encode())))
    assert curator.post(reverse("desk:confirm"), {"texts": found, "publish": "1"}).status_code == 403
    assert not Batch.objects.exists()


def test_the_desk_shows_what_waits(curator: Client) -> None:
    curator.post(reverse("desk:confirm"), {"texts": tokens(look(curator, ("a.txt", STORY.encode())))})
    response = curator.get(reverse("desk:home"))
    case = Case.objects.order_by("-number").first()
    assert case in response.context["drafts"]
    assert [row for row in response.context["waiting"] if row.case == case]


def test_the_desk_asks_the_same_number_of_questions_however_much_waits(
    library: None, staff_client: Client, django_assert_num_queries: Any
) -> None:
    Figure.objects.filter(pk=Figure.objects.first().pk).update(state="proposed")
    # Session and user; unchecked finds of four kinds and their cases; drafts, flags and reports, each with its count;
    # the reader's own brief, kept in two tables; batches.
    with django_assert_num_queries(16):
        staff_client.get(reverse("desk:home"))


def test_reading_pages_take_no_post(curator: Client) -> None:
    assert curator.post(reverse("desk:home")).status_code == 405
    assert curator.get(reverse("desk:confirm")).status_code == 405


def test_kept_bytes_are_whole_and_gone_after_a_day(var: Path) -> None:
    name = uploads.keep(b"abc")
    assert uploads.kept(name) == b"abc" and uploads.kept("../" + name) is None
    uploads.sweep()
    assert uploads.kept(name) == b"abc"
    day_ago = time.time() - uploads.KEPT - 1
    os.utime(var / "uploads" / name, (day_ago, day_ago))
    uploads.sweep()
    assert uploads.kept(name) is None


def test_kept_bytes_that_changed_are_not_taken(var: Path) -> None:
    name = uploads.keep(b"abc")
    (var / "uploads" / name).write_bytes(b"abd")
    assert uploads.kept(name) is None

"""Names proposed for masking, doubts and the form of a case on the review desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from cases.models import Case, Mask, State
from desk.reviewing import queue
from metrics.models import Flag
from seeds.load import load
from tests.seeds.test_load import STORY
from tests.test_public_surface import TOLD


@pytest.fixture
def case(library: None) -> Case:
    return load(TOLD.encode(), "told.txt", publish=True).source.cases.get()


@pytest.fixture
def curator(client: Client, django_user_model: Any) -> Client:
    user = django_user_model.objects.create_user("curator", password="a-long-passphrase", is_staff=True)
    user.groups.add(Group.objects.get(name="curators"))
    client.force_login(user)
    return client


def act(client: Client, case: Case, find: str, name: str, **more: Any) -> Any:
    return client.post(reverse("desk:decide", args=[case.number]), {"find": find, "act": name, **more})


def page(client: Client, case: Case, find: str = "") -> Any:
    return client.get(reverse("desk:review", args=[case.number]), {"find": find})


def mask_of(case: Case, name: str) -> Mask:
    return Mask.objects.filter(source__cases=case, name=name).earliest("start")


def public(case: Case) -> str:
    return Client().get(case.get_absolute_url()).content.decode()


def test_a_proposed_name_is_decided_beside_the_other_finds(curator: Client, case: Case) -> None:
    mask = mask_of(case, "周秀英")
    shown = page(curator, case, f"mask-{mask.pk}")
    assert "周秀英 → 周某某" in shown.content.decode()
    assert shown.context["review"].words_url == f"/cases/{case.number}/source/?s=1&c={mask.start}-{mask.end}#c"
    act(curator, case, f"mask-{mask.pk}", "reject", reason="是优秀党员")
    mask.refresh_from_db()
    assert mask.state == State.REJECTED
    last, first = mask.history.all()
    assert (last.history_user.username, last.history_change_reason) == ("curator", "是优秀党员")
    assert (first.history_type, first.state) == ("+", "proposed")


def test_accepting_hides_and_undo_shows_what_stood_before(curator: Client, case: Case) -> None:
    for mask in Mask.objects.filter(source__cases=case, name="周秀英"):
        act(curator, case, f"mask-{mask.pk}", "reject")
    assert "周秀英" in public(case)
    curator.post(reverse("desk:undo", args=[case.number]))
    mask = mask_of(case, "周秀英")
    assert (mask.state, mask.history.count()) == (State.REJECTED, 2)
    act(curator, case, f"mask-{mask.pk}", "accept")
    mask.refresh_from_db()
    assert mask.state == State.ACCEPTED
    assert "周秀英" not in public(case)


def test_names_are_accepted_in_bulk_and_leave_the_queue(curator: Client, case: Case) -> None:
    waiting = next(row for row in queue() if row.case == case)
    assert waiting.masks == Mask.objects.filter(source__cases=case).count() > 8
    act(curator, case, "", "accept_all", kind="mask")
    assert set(Mask.objects.filter(source__cases=case).values_list("state", flat=True)) == {"accepted"}
    assert next(row for row in queue() if row.case == case).masks == 0


def test_who_may_not_decide_on_masks_sees_no_name(client: Client, case: Case, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("counter", password="a-long-passphrase", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_figure"))
    client.force_login(user)
    key = f"mask-{mask_of(case, '周秀英').pk}"
    shown = page(client, case, key)
    assert shown.status_code == 200 and "周秀英" not in shown.content.decode()
    act(client, case, key, "reject")
    assert mask_of(case, "周秀英").state == State.PROPOSED
    assert act(client, case, "", "confirm", flag="1").status_code == 403


@pytest.fixture
def flag(case: Case) -> Flag:
    figure = case.figures.first()
    row = Flag.objects.create(case=case, source=figure.source, kind="sum", message="各项之和与总数不符")
    row.figures.add(figure)
    return row


def test_a_doubt_is_explained_with_a_reason_readers_see(curator: Client, case: Case, flag: Flag) -> None:
    response = act(curator, case, f"figure-{flag.figures.get().pk}", "explain", flag=flag.pk, reason="有5户分家")
    assert response.url.endswith(f"find=figure-{flag.figures.get().pk}#now")
    flag.refresh_from_db()
    assert (flag.state, flag.reason) == ("explained", "有5户分家")
    assert flag.history.first().history_user.username == "curator"
    assert "有5户分家" in public(case)


def test_a_doubt_without_a_reason_is_not_explained_but_may_be_confirmed(
    curator: Client, case: Case, flag: Flag
) -> None:
    act(curator, case, "", "explain", flag=flag.pk, reason=" ")
    flag.refresh_from_db()
    assert flag.state == "open"
    act(curator, case, "", "confirm", flag=flag.pk, reason="原文如此")
    act(curator, case, "", "reopen", flag=flag.pk)
    flag.refresh_from_db()
    assert (flag.state, flag.reason) == ("open", "")
    act(curator, case, "", "confirm", flag=flag.pk)
    flag.refresh_from_db()
    assert flag.state == "confirmed"
    curator.post(reverse("desk:undo", args=[case.number]))
    flag.refresh_from_db()
    assert (flag.state, flag.reason) == ("open", "")


def test_a_doubt_of_another_case_and_nonsense_are_refused(curator: Client, case: Case, flag: Flag) -> None:
    other = Case.objects.get(number=1)
    for key in (str(flag.pk), "", "x", "²", "999999"):
        assert act(curator, other, "", "confirm", flag=key).status_code == 302
    flag.refresh_from_db()
    assert flag.state == "open"


def test_the_doubts_of_the_current_figure_come_first(curator: Client, case: Case, flag: Flag) -> None:
    late = case.figures.last()
    second = Flag.objects.create(case=case, source=late.source, kind="other", message="另一处存疑")
    second.figures.add(late)
    for figure, first in ((flag.figures.get(), flag), (late, second)):
        assert page(curator, case, f"figure-{figure.pk}").context["review"].flags[0] == first


def test_the_form_of_a_case_stands_on_the_desk_and_in_its_admin(curator: Client, case: Case) -> None:
    for address in (reverse("desk:review", args=[case.number]), reverse("admin:cases_case_change", args=[case.pk])):
        text = " ".join(curator.get(address).content.decode().split())
        assert "✓ 做法" in text and "✓ 成效" in text and "✗ 启示" in text
        assert "合 1500 字以内的征集" in text


def test_the_admin_hides_or_shows_a_name_by_its_buttons(curator: Client, case: Case) -> None:
    mask = mask_of(case, "周秀英")
    address = reverse("admin:cases_mask_change", args=[mask.pk])
    assert curator.post(address, {"reason": "poverty", "_reject": "1"}).status_code == 302
    mask.refresh_from_db()
    assert (mask.state, mask.reason, mask.decided) == (State.REJECTED, "poverty", ["reason"])
    assert curator.post(address, {"reason": "poverty", "_accept": "1"}).status_code == 302
    mask.refresh_from_db()
    assert mask.state == State.ACCEPTED


def hide(client: Client, case: Case, words: str, **more: Any) -> Any:
    data = {"find": "", "act": "hide", "words": words, **more}
    return client.post(reverse("desk:decide", args=[case.number]), data, follow=True)


NAMED = "老党员郑大有种果树。后来，郑大有带动邻居一起种。"


@pytest.fixture
def named(library: None) -> Case:
    """A case that names someone twice in no sensitive words, on its page and in a repost."""
    case = load(STORY + NAMED.encode(), "named.txt", publish=True).source.cases.get()
    again = load(STORY.replace(b"360", b"361") + NAMED.encode(), "again.txt").source.cases.get()
    again.merge_into(case, "same")
    assert not Mask.objects.filter(source__cases=case).exists()
    return case


def mark(case: Case, words: str) -> dict[str, Any]:
    return {"at": str(case.primary_link.source.cleaned.index(words))}  # type: ignore[union-attr]


def test_a_marked_name_is_hidden_wherever_it_stands_at_once(curator: Client, named: Case) -> None:
    named.correct(title="郑大有种果树")
    assert "郑大有" in public(named)
    page = hide(curator, named, "郑大有", why="family", **mark(named, "郑大有"))
    assert "4" in page.content.decode()
    masks = Mask.objects.filter(source__cases=named)
    assert [(mask.quote, mask.state, mask.reason) for mask in masks] == [("郑大有", "accepted", "family")] * 4
    assert all(mask.source.text[mask.start : mask.end] == "郑大有" for mask in masks)
    assert masks[0].history.get().history_user.username == "curator"
    shown = public(named)
    assert "郑大有" not in shown and "郑某某" in shown
    for words in ("/search/?q=郑大有", f"/cases/{named.number}/source/?s=1", f"/cases/{named.number}/source/?s=2"):
        assert "郑大有种" not in Client().get(words).content.decode()
    curator.post(reverse("desk:undo", args=[named.number]))
    assert "郑大有" in public(named)


def test_a_hidden_name_is_shown_again_in_the_whole_case(curator: Client, named: Case) -> None:
    hide(curator, named, "郑大有", **mark(named, "郑大有"))
    mask = mask_of(named, "郑大有")
    assert mask.reason == "other"
    assert len(page(curator, named, f"mask-{mask.pk}").context["same_name"]) == 4
    act(curator, named, f"mask-{mask.pk}", "show", reason="是先进典型")
    assert "郑大有" in public(named)
    assert mask.history.first().history_change_reason == "是先进典型"
    act(curator, named, f"mask-{mask.pk}", "keep_hidden")
    assert "郑大有" not in public(named)
    curator.post(reverse("desk:undo", args=[named.number]))
    assert "郑大有" in public(named)


def test_a_rejected_mask_is_laid_again_by_marking_the_name(curator: Client, case: Case) -> None:
    masks = Mask.objects.filter(source__cases=case, name="周秀英")
    for mask in masks:
        mask.reject()
    count = masks.count()
    hide(curator, case, "周秀英", **mark(case, "周秀英"))
    assert {mask.state for mask in masks.all()} == {"accepted"} and masks.count() >= count
    assert "周秀英" not in public(case)


@pytest.mark.parametrize("words", ["郑", "", "没有的名字", "老党员郑大有种果树。后来，郑大有带动邻居一起种。"])
def test_what_is_no_name_is_not_hidden(curator: Client, named: Case, words: str) -> None:
    sent = mark(named, words) if words in named.primary_link.source.cleaned else {}  # type: ignore[union-attr]
    assert 'class="warning"' in hide(curator, named, words, **sent).content.decode()
    assert not Mask.objects.filter(source__cases=named).exists()


def test_who_may_not_lay_masks_hides_and_shows_nothing(client: Client, case: Case, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("counter", password="a-long-passphrase", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_figure"))
    client.force_login(user)
    assert {act(client, case, "", name).status_code for name in ("hide", "show", "keep_hidden")} == {403}
    assert 'value="hide"' not in page(client, case).content.decode()

"""Two records of one indicator are merged: figures, names, addresses and readings to come follow."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from metrics.merging import merge
from metrics.models import Figure, Indicator
from metrics.search import FIGURES
from seeds.load import load
from seeds.reread import reread
from seeds.vocabulary import Vocabulary
from tests.seeds.test_load import STORY

LIST = reverse("admin:metrics_indicator_changelist")
pytestmark = pytest.mark.django_db


@pytest.fixture
def two(library: None) -> tuple[Indicator, Indicator]:
    """The two indicators of most published figures: the first is to go."""
    most = Indicator.objects.annotate(held=Count("figures")).order_by("-held", "pk")
    return most[1], most[0]


def told(client: Client, **question: str) -> Any:
    return client.get("/figures.json", question)


def test_figures_names_and_history_go_over(two: tuple[Indicator, Indicator], client: Client) -> None:
    gone, stays = two
    moved, before = set(gone.figures.values_list("pk", flat=True)), stays.figures.count()
    merge(gone, stays, "同一指标")
    assert moved and not gone.figures.exists() and stays.figures.count() == before + len(moved)
    assert {gone.name, *gone.aliases} <= set(stays.aliases)
    line = Figure.objects.get(pk=min(moved)).history.first()
    assert (line.indicator_id, line.history_change_reason) == (stays.pk, "同一指标")
    assert stays.history.first().history_change_reason == "同一指标"
    assert moved <= set(FIGURES.matching(gone.name).values_list("record", flat=True))


def test_the_address_of_one_leads_to_the_other_in_files_and_api_too(
    two: tuple[Indicator, Indicator], client: Client
) -> None:
    gone, stays = two
    merge(gone, stays)
    page = client.get("/figures/", {"indicator": gone.name, "kind": "reported"})
    assert page.status_code == 301
    led = client.get(page["Location"])
    assert led.status_code == 200 and led.wsgi_request.GET.dict() == {"indicator": stays.name, "kind": "reported"}
    for address in ("/figures.json", "/api/v1/figures/"):
        old, new = (client.get(address, {"indicator": name}) for name in (gone.name, stays.name))
        assert old.status_code == new.status_code == 200
    assert b"".join(told(client, indicator=gone.name)) == b"".join(told(client, indicator=stays.name))


def test_a_later_merge_leads_on_and_none_is_merged_twice(two: tuple[Indicator, Indicator], client: Client) -> None:
    gone, stays = two
    last = Indicator.objects.exclude(pk__in=[gone.pk, stays.pk]).first()
    merge(gone, stays)
    merge(stays, last)
    gone.refresh_from_db()
    assert gone.merged_into == last
    with pytest.raises(ValueError, match="twice"):
        merge(gone, last)


def test_readings_to_come_mean_the_other(library: None) -> None:
    source = load(STORY, "story.txt").source
    gone = Figure.objects.filter(source=source, indicator__isnull=False).first().indicator  # type: ignore[union-attr]
    assert gone is not None
    stays = Indicator.objects.exclude(pk=gone.pk).first()
    count = gone.figures.filter(source=source).count()
    merge(gone, stays)
    assert Vocabulary().indicator(gone.name) == stays
    again = load(STORY.replace(b"360", b"361"), "again.txt").source
    reread(source.pk, version="next")
    for each in (source, again):
        held = Figure.objects.filter(source=each)
        assert held.filter(indicator=stays).count() >= count and not held.filter(indicator=gone).exists()


def test_the_desk_takes_the_old_name_for_the_other(two: tuple[Indicator, Indicator], staff_client: Client) -> None:
    gone, stays = two
    figure = gone.figures.filter(case__number__isnull=False).first()
    assert figure is not None
    merge(gone, stays)
    page = reverse("desk:review", args=[figure.case.number])
    fields = staff_client.get(page, {"find": f"figure-{figure.pk}"}).context["fields"]
    assert not [shown.said for shown in fields if shown.field.name == "indicator" and shown.said]
    values = {shown.field.name: shown.field.value() for shown in fields}
    data = {name: value for name, value in values.items() if value not in (None, False)} | {"indicator": gone.name}
    sent = {**data, "find": f"figure-{figure.pk}", "act": "save"}
    assert staff_client.post(reverse("desk:decide", args=[figure.case.number]), sent).status_code == 302
    figure.refresh_from_db()
    assert figure.indicator == stays


def send(client: Client, indicators: list[Indicator], **values: Any) -> Any:
    chosen = {"action": "merge_indicators", "_selected_action": [row.pk for row in indicators]}
    return client.post(LIST, chosen | values, follow=True)


def test_the_admin_asks_before_it_merges(two: tuple[Indicator, Indicator], staff_client: Client) -> None:
    gone, stays = two
    moved = gone.figures.first()
    asked = send(staff_client, list(two)).content.decode()
    assert gone.name in asked and stays.name in asked and gone.figures.exists()
    send(staff_client, list(two), confirmed="1", stays=stays.pk, reason="同一指标")
    assert not gone.figures.exists() and moved is not None
    assert moved.history.first().history_user.username == "staff"
    assert "action" in send(staff_client, [stays]).content.decode()


@pytest.mark.parametrize(("role", "may"), [("curators", False), ("publishers", False), ("admins", True)])
def test_only_admins_merge(
    role: str, may: bool, two: tuple[Indicator, Indicator], client: Client, django_user_model: Any
) -> None:
    user = django_user_model.objects.create_user(role, password="a-long-passphrase", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    gone, stays = two
    send(client, list(two), confirmed="1", stays=stays.pk)
    gone.refresh_from_db()
    assert bool(gone.merged_into) == may

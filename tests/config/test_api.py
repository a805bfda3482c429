"""The API over the eight published cases: the same records as the lists, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Mask
from cases.models.place import STEPS
from metrics.models import Figure

pytestmark = pytest.mark.django_db

LISTS = ["cases", "programs", "measures", "practices", "figures", "places"]


def get(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.json()


def walk(client: Client, address: str) -> list[dict[str, Any]]:
    found = []
    while address:
        answer = get(client, address)
        found += answer["results"]
        address = answer["next"]
    return found


def queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


@pytest.mark.parametrize("name", LISTS)
def test_following_next_gives_as_many_records_as_it_counts(library: None, client: Client, name: str) -> None:
    address = f"/api/v1/{name}/?page_size=30"
    records = walk(client, address)
    assert len(records) == get(client, address)["count"]
    assert len({json.dumps(record) for record in records}) == len(records)


def test_previous_leads_back(library: None, client: Client) -> None:
    first = get(client, "/api/v1/figures/?page_size=5")
    second = get(client, first["next"])
    assert get(client, second["previous"])["results"] == first["results"]
    assert first["previous"] is None


@pytest.mark.parametrize(
    "query", ["unit=元&sort=value_down", "kind=target&kind=norm", "unit=元&value_min=20万", "place=330000", "q=培训"]
)
def test_it_gives_what_the_file_of_the_list_gives(library: None, client: Client, query: str) -> None:
    file = json.loads(client.get(f"/figures.json?{query}").getvalue())
    assert walk(client, f"/api/v1/figures/?page_size=100&{query}") == file


def test_a_case_holds_everything_found_in_it(library: None, client: Client) -> None:
    case = get(client, "/api/v1/cases/4/")
    held = Case.objects.get(number=4)
    assert len(case["figures"]) == held.figures.public().count()
    assert len(case["measures"]) == held.measures.public().count()
    assert len(case["sections"]) == held.sections.public().count()
    assert len(case["flags"]) == held.flags.count() > 0
    assert [program["name"] for program in case["programs"] if program["main"]]
    assert case["sources"][0]["sha256"] == held.primary_link.source.sha256


def test_offsets_of_a_case_s_finds_fit_its_source(library: None, client: Client) -> None:
    text = Case.objects.get(number=8).primary_link.source.text
    for figure in get(client, "/api/v1/cases/8/")["figures"]:
        assert text[figure["start"] : figure["end"]] == figure["quote"]


@pytest.mark.parametrize("name", ["programs", "measures", "practices", "figures", "places"])
def test_a_single_record_is_that_of_the_list(library: None, client: Client, name: str) -> None:
    record = get(client, f"/api/v1/{name}/")["results"][0]
    key = record.get("slug") or record.get("code") or record["id"]
    assert get(client, f"/api/v1/{name}/{key}/") == record


@pytest.mark.parametrize(
    "address",
    [
        "figures/?foo=1", "figures/?unit=x", "figures/?year_min=abc", "figures/?value_min=1", "figures/?sort=x",
        "figures/?page_size=0", "figures/?page_size=101", "figures/?page_size=x", "figures/?after=nonsense",
        "figures/?before=!", "figures/?after=WyJ0ZXh0IiwxXQ", "figures/?after=a&before=b", "figures/?case=-1",
        "cases/?q=%00", "cases/?place=x", "programs/?kind=x", "measures/?practice=x", "practices/?foo=",
        "places/?level=x", "cases/1/?page_size=5",
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_what_is_wrong(library: None, client: Client, address: str) -> None:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 400
    assert response.json()["detail"][0]


@pytest.mark.parametrize(
    "address",
    ["cases/99/", "cases/99999999999999999999/", "figures/0/", "places/x/", "practices/nonsense/", "nonsense/"],
)
def test_what_is_not_there_is_not_found(library: None, client: Client, address: str) -> None:
    assert client.get(f"/api/v1/{address}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_read_only(library: None, staff_client: Client, method: str) -> None:
    assert getattr(staff_client, method)("/api/v1/cases/1/").status_code in (403, 405)
    assert getattr(staff_client, method)("/api/v1/figures/").status_code in (403, 405)


def test_nothing_of_an_unpublished_case_is_given_not_even_to_staff(library: None, staff_client: Client) -> None:
    figure = Figure.objects.filter(case__number=4).first()
    place = Case.objects.get(number=4).place.code
    Case.objects.get(number=4).withdraw("not ours")
    assert staff_client.get("/api/v1/cases/4/").status_code == 404
    assert staff_client.get(f"/api/v1/figures/{figure.pk}/").status_code == 404
    assert staff_client.get(f"/api/v1/places/{place}/").status_code == 404
    for name in LISTS:
        assert "/cases/4/" not in json.dumps(walk(staff_client, f"/api/v1/{name}/?page_size=100"))


def test_masked_names_are_nowhere(library: None, client: Client) -> None:
    names = {name for mask in Mask.objects.all() for name in (mask.name, mask.quote)}
    answers = [walk(client, f"/api/v1/{name}/?page_size=100") for name in LISTS]
    answers += [get(client, f"/api/v1/cases/{number}/") for number in range(1, 9)]
    text = json.dumps(answers, ensure_ascii=False)
    assert names
    assert not [name for name in names if name in text]


def test_a_text_of_which_only_quotes_are_public_is_not_given_as_a_whole(library: None, client: Client) -> None:
    source = Case.objects.get(number=8).primary_link.source
    source.rights = "quotes"
    source.save()
    case = get(client, "/api/v1/cases/8/")
    assert {section["text"] for section in case["sections"]} == {""}
    assert all(measure["quote"] == measure["heading"] for measure in case["measures"])
    assert all(figure["quote"] for figure in case["figures"])


def test_the_schema_describes_every_list_with_its_filters(library: None, client: Client) -> None:
    schema = get(client, "/api/v1/schema/")
    assert schema["openapi"].startswith("3.")
    for name in LISTS:
        operation = schema["paths"][f"/api/v1/{name}/"]["get"]
        assert {"after", "page_size", "sort", "q"} <= {each["name"] for each in operation["parameters"]}
    assert set(schema["components"]["schemas"]["Figure"]["properties"]) >= {"quote", "value", "words"}


def test_our_own_page_shows_every_address_and_field(library: None, client: Client) -> None:
    text = client.get("/api/").content.decode()
    for name in LISTS:
        assert f"/api/v1/{name}/" in text
    for words in ("value_min", "period_basis", "CaseDetail"):
        assert words in text


@pytest.mark.parametrize("address", [f"/api/v1/{name}/?page_size=100" for name in LISTS])
def test_a_list_asks_as_often_however_many_it_gives(library: None, client: Client, address: str) -> None:
    # Count, rows; then sources, masks, links and programmes of the whole page at once; where places were renamed, a
    # question a step.
    few = queries(lambda: client.get(address.replace("100", "2")))
    assert few <= queries(lambda: client.get(address)) <= few + STEPS


def test_a_case_asks_as_often_however_much_was_found_in_it(library: None, client: Client) -> None:
    # The case with its row's parts; sections, programmes, measures, figures, flags, each with sources and masks;
    # a question for each step a place was renamed by.
    asked = [queries(lambda n=n: client.get(f"/api/v1/cases/{n}/")) for n in (4, 5, 8)]
    assert max(asked) <= min(asked) + STEPS


def test_members_only_closes_the_api_to_others(library: None, client: Client, staff: Any, monkeypatch: Any) -> None:
    from rest_framework.permissions import IsAuthenticated

    from config.api import Records

    monkeypatch.setattr(Records, "permission_classes", [IsAuthenticated])
    assert client.get("/api/v1/cases/").status_code == 403
    client.force_login(staff)
    assert client.get("/api/v1/cases/").status_code == 200

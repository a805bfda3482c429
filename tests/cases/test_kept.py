"""Pages kept in memory: given again without a look at any record, and never once a record they show has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from cases import changes, kept, known
from cases.models import Case, CaseSource, Mask, Place, Section, Source
from cases.search.backends import backend
from cases.whole import whole_cases
from metrics.models import Figure, Flag, Unit
from programs.models import CaseProgram, Measure, Practice, Program

LIST, CASE, SEARCH = "/cases/", "/cases/4/", "/search/?q=%E4%B8%A4%E4%BC%9A%E4%B8%A4%E8%AF%84"
OF_CASE = {"case__number": 4}
# Each kind of record, what is written into it, and the pages that show it.
EDITS: dict[str, tuple[type[models.Model], dict[str, Any], dict[str, Any], list[str]]] = {
    "case": (Case, {"number": 4}, {"title": "改过的题名"}, [LIST, CASE, SEARCH]),
    "state": (Case, {"number": 5}, {"state": "review"}, [LIST]),
    "place": (Place, {"case__number": 4}, {"name": "改名县"}, [LIST, CASE, SEARCH]),
    "place above": (Place, {"children__case__number": 4}, {"name": "改名市"}, [LIST, CASE]),
    "section": (Section, OF_CASE, {"heading": "改过的小标题"}, [CASE]),
    "source": (Source, {"case_links__case__number": 4}, {"site": "改过的网站"}, [CASE]),
    "part": (CaseSource, OF_CASE, {"end": 5000}, [CASE]),
    "mask": (Mask, {"source__case_links__case__number": 4}, {"state": "rejected"}, [CASE]),
    "programme": (Program, {"name": "两会两评"}, {"name": "改过的模式"}, [LIST, CASE, SEARCH]),
    "programme found": (CaseProgram, OF_CASE, {"state": "rejected"}, [LIST, CASE]),
    "measure": (Measure, OF_CASE, {"heading": "改过的做法"}, [CASE]),
    "practice": (Practice, {"name": "组织设置"}, {"name": "改过的做法类"}, [LIST, CASE]),
    "unit": (Unit, {"name": "个"}, {"name": "改过的单位"}, [LIST, CASE]),
    "figure": (Figure, OF_CASE, {"label": "改过的数"}, [CASE]),
    "doubt": (Flag, OF_CASE, {"message": "改过的疑点"}, [CASE]),
}


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The library without a test's transaction: what is written is taken back by who wrote it."""
    with django_db_blocker.unblock():
        kept._pages.clear()
        held = (kept._pages, kept._parts, kept._answers)
        for each in held:
            each.clear()
        yield
        for each in held:
            each.clear()
        connection.close()


def words(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def here(write: Callable[[], Any]) -> None:
    write()


def elsewhere(write: Callable[[], Any]) -> None:
    """As another process would: on a connection of its own."""

    def written() -> None:
        write()
        connection.close()

    thread = Thread(target=written)
    thread.start()
    thread.join()


@pytest.mark.parametrize("by", [here, elsewhere])
@pytest.mark.parametrize("name", EDITS)
def test_a_kept_page_is_as_current_as_its_records(committed: None, name: str, by: Callable[..., None]) -> None:
    model, where, values, addresses = EDITS[name]
    old = list(model._default_manager.filter(**where))
    rows = model._default_manager.filter(pk__in=[row.pk for row in old])
    assert old
    before = {address: words(address) for address in addresses}
    try:
        by(lambda: rows.update(**values))
        after = {address: words(address) for address in addresses}
    finally:
        by(lambda: [rows.filter(pk=row.pk).update(**{name: getattr(row, name) for name in values}) for row in old])
    assert not [address for address in addresses if after[address] == before[address]]
    assert {address: words(address) for address in addresses} == before


class Counted:
    """A view that counts how often it is asked."""

    def __init__(self, status: int = 200) -> None:
        self.times, self.status = 0, status
        self.view = kept.kept(self.answer)

    def answer(self, request: HttpRequest) -> HttpResponse:
        self.times += 1
        return HttpResponse(f"{self.times}", status=self.status, headers={"HX-Push-Url": "/x/"})

    def ask(self, path: str = "/x/", cookies: str = "", **headers: str) -> HttpResponse:
        answer: HttpResponse = self.view(RequestFactory().get(path, headers=headers, HTTP_COOKIE=cookies))
        return answer


def test_a_kept_page_is_given_again(committed: None) -> None:
    counted = Counted()
    first, second = counted.ask(), counted.ask(cookies="csrftoken=x")
    assert counted.times == 1
    assert second["HX-Push-Url"] == "/x/"
    assert second.content == first.content == b"1"


def test_a_page_with_a_form_token_is_never_kept(committed: None) -> None:
    asked: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        asked.append(request)
        return HttpResponse(get_token(request))

    first, second = (kept.kept(view)(RequestFactory().get("/x/")).content for _time in range(2))
    assert len(asked) == 2
    assert first != second


@pytest.mark.parametrize(
    "other",
    [{"path": "/x/?a=1"}, {"cookies": "theme=dark"}, {"referer": "http://testserver/cases/"}, {"hx-request": "true"}],
)
def test_another_question_gets_an_answer_of_its_own(committed: None, other: dict[str, str]) -> None:
    counted = Counted()
    counted.ask()
    counted.ask(**other)
    assert counted.times == 2


@pytest.mark.parametrize("cookies", ["sessionid=x", "brief=x", "messages=x"])
def test_what_may_be_a_reader_s_own_is_never_kept(committed: None, cookies: str) -> None:
    counted = Counted()
    counted.ask(cookies=cookies)
    counted.ask()
    counted.ask(cookies=cookies)
    assert counted.times == 3


def test_faults_and_what_a_transaction_sees_are_not_kept(committed: None) -> None:
    missing, counted = Counted(404), Counted()
    missing.ask()
    missing.ask()
    assert missing.times == 2
    with transaction.atomic():
        counted.ask()
    counted.ask()
    assert counted.times == 2


def test_a_page_begun_before_a_write_is_not_given_after_it(committed: None) -> None:
    """Whoever reads while another writes may have read the half of it."""
    counted = Counted()
    begun = counted.answer

    def slow(request: HttpRequest) -> HttpResponse:
        elsewhere(lambda: Case.objects.filter(number=4).update(truncated=False))
        return begun(request)

    counted.view = kept.kept(slow)
    counted.ask()
    counted.ask()
    assert counted.times == 2


class Parts:
    """Asks for the parts of records, and counts which are made."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def make(self, keys: list[int]) -> dict[int, str]:
        self.made += keys
        return {key: f"<li>{key}</li>" for key in keys if key != 9}

    def ask(self, *keys: int, cookies: str = "") -> list[str]:
        return kept.kept_parts(RequestFactory().get("/x/", HTTP_COOKIE=cookies), "x", keys, self.make)


def test_parts_are_made_once_and_given_in_the_order_asked_for(committed: None) -> None:
    parts = Parts()
    parts.ask(1, 2)
    assert parts.ask(3, 2, 1, 9) == ["<li>3</li>", "<li>2</li>", "<li>1</li>"]
    assert parts.made == [1, 2, 3, 9]


def test_parts_are_made_anew_after_a_write_and_for_readers_of_their_own(committed: None) -> None:
    parts = Parts()
    parts.ask(1)
    elsewhere(lambda: Case.objects.filter(number=4).update(truncated=False))
    parts.ask(1)
    parts.ask(1, cookies="brief=x")
    with transaction.atomic():
        parts.ask(1)
    parts.ask(1)
    assert parts.made == [1, 1, 1, 1]


def test_rows_of_a_reader_with_a_brief_are_never_given_to_another(committed: None) -> None:
    reader = Client()
    reader.post("/brief/change/", {"add": "4"})
    assert 'name="remove" value="4"' in reader.get(LIST).content.decode()
    assert 'name="remove"' not in words(LIST)
    assert 'name="remove" value="4"' in reader.get(LIST).content.decode()


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the search was asked while a test runs."""
    asked: list[Any] = []
    engine = type(backend())
    newest = engine.newest_of

    def counted(self: Any, spans: Any, query: Any, *rest: Any, **more: Any) -> Any:
        asked.extend((span.index, query.terms) for span in spans)
        return newest(self, spans, query, *rest, **more)

    monkeypatch.setattr(engine, "newest_of", counted)
    return asked


def test_words_are_looked_up_once_for_all_the_pages_of_a_list(committed: None, looked_up: list[Any]) -> None:
    first, second = words("/cases/?q=工作&page_size=20"), words("/cases/?q=工作&year_max=2005")
    assert looked_up == [("cases", ("工作",))]
    assert first != second
    words("/cases/?q=培训")
    assert len(looked_up) == 2


def test_words_are_looked_up_anew_by_a_reader_of_their_own(committed: None, looked_up: list[Any]) -> None:
    for year in (2005, 2006):
        Client(headers={"Cookie": "sessionid=x"}).get(f"/cases/?q=工作&year_max={year}")
    assert len(looked_up) == 2


@pytest.mark.parametrize("by", [here, elsewhere])
def test_what_is_saved_is_found_by_the_next_page(committed: None, by: Callable[..., None]) -> None:
    def titled(title: str) -> str:
        case = Case.objects.get(number=4)
        before, case.title = case.title, title
        case.save()
        return before

    missing = words("/cases/?q=改过的题名")
    titles: list[str] = []
    lines = list(Case.history.values_list("pk", flat=True))
    try:
        by(lambda: titles.append(titled("改过的题名")))
        found = words("/cases/?q=改过的题名&year_min=1949")
    finally:
        by(lambda: titled(titles[0]))
        Case.history.exclude(pk__in=lines).delete()
    assert "/cases/4/" in found and "/cases/4/" not in missing
    assert "/cases/4/" not in words("/cases/?q=改过的题名&year_min=1950")


def test_an_answer_that_was_cut_short_is_not_kept(committed: None) -> None:
    made: list[int] = []

    def view(request: HttpRequest) -> HttpResponse:
        asked = kept.kept_answer(("x",), lambda: made.append(1) or len(made), lambda answer: answer > 2)
        return HttpResponse(str(asked))

    told = [kept.kept(view)(RequestFactory().get(f"/{n}/")).content for n in range(5)]
    assert told == [b"1", b"2", b"3", b"3", b"3"]


def test_what_was_read_before_a_write_is_not_kept_though_more_is_read_after_it(committed: None) -> None:
    """Whether anything was committed may be asked with a page's later questions."""

    def slow(request: HttpRequest) -> HttpResponse:
        before = Case.objects.get(number=4).state_reason
        if request.GET:
            elsewhere(lambda: Case.objects.filter(number=4).update(state_reason=request.GET["reason"]))
        whole_cases([4])
        return HttpResponse(before)

    asked, (reason,) = RequestFactory().get("/x/?reason=new"), Case.objects.filter(number=4).values_list("state_reason")
    view = kept.kept(slow)
    try:
        view(RequestFactory().get("/x/"))
        assert [view(asked).content for _time in range(2)] == [reason[0].encode(), b"new"]
    finally:
        elsewhere(lambda: Case.objects.filter(number=4).update(state_reason=reason[0]))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no way to go")
def test_whether_anything_was_committed_is_asked_with_the_case_itself(committed: None) -> None:
    words(CASE)
    with CaptureQueriesContext(connection) as asked:
        words("/cases/4/?x=1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements")
        worded = dict(cursor.fetchall())
    told = [worded[query["sql"].split()[1]] for query in asked if query["sql"].startswith("EXECUTE")]
    first, *others = ["pg_current_snapshot" in each for each in told]
    assert first and not any(others) and len(others) < 2


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Which places, and changes of what is held in memory, were read while a test runs."""
    asked: list[Any] = []
    every, some, since = known._all, known._by_key(Place), changes.since
    monkeypatch.setattr(known, "_known", known._Known())
    monkeypatch.setattr(known, "_all", lambda model: asked.append(model) or every(model))
    monkeypatch.setattr(known, "_by_key", lambda model: lambda keys: (asked.append(keys) if keys else 0) or some(keys))
    monkeypatch.setattr(changes, "since", lambda seen: asked.append("changes") or since(seen))
    return asked


def test_pages_share_places_and_columns_until_something_is_committed(committed: None, read: list[Any]) -> None:
    words(LIST)
    first = words("/cases/4/?x=1")
    once = list(read)
    assert once.count(Place) == 1 and "changes" in once
    assert words("/cases/4/?x=1") == first
    words("/cases/4/?x=3")
    assert read == once
    elsewhere(lambda: Case.objects.filter(number=4).update(truncated=False))
    words("/cases/4/?x=2")
    assert set(read[len(once) :]) == {"changes"}


def test_places_are_read_anew_once_one_of_them_is_written_and_a_new_one_by_itself(
    committed: None, read: list[Any]
) -> None:
    case = Case.objects.select_related("place").get(number=4)
    new = Place(code="330899", name="新立县", level="county", province=case.place.province)
    words(CASE)
    try:
        elsewhere(lambda: new.save() or Case.objects.filter(number=4).update(place=new))
        assert "新立县" in words(CASE)
        assert read.count(Place) == 1 and [new.pk] in read
        elsewhere(lambda: Place.objects.filter(pk=new.pk).update(name="又立县"))
        assert "又立县" in words(CASE)
        assert read.count(Place) == 2
    finally:
        elsewhere(lambda: Case.objects.filter(number=4).update(place=case.place) and new.delete())
        Place.history.filter(id=new.pk).delete()


def test_a_part_is_as_old_as_the_records_at_hand_it_is_made_of(committed: None) -> None:
    """Another page may have looked since: for it the part must not be newer than the place it names."""
    case, counted = Case.objects.select_related("place").get(number=4), Counted()

    def named(keys: list[int]) -> dict[int, str]:
        cases = list(Case.objects.filter(pk__in=keys))
        known.locate(cases)
        return {each.pk: each.place.name for each in cases}

    def view(request: HttpRequest) -> HttpResponse:
        known.locate([Case.objects.get(number=4)])
        if request.GET:
            elsewhere(lambda: Place.objects.filter(pk=case.place_id).update(name="改名县"))
            counted.ask()
        return HttpResponse("".join(kept.kept_parts(request, "named", [case.pk], named)))

    begun, later = RequestFactory().get("/y/?rename=1"), RequestFactory().get("/y/")
    counted.ask()
    try:
        kept.kept(view)(begun)
        assert kept.kept(view)(later).content.decode() == "改名县"
    finally:
        elsewhere(lambda: Place.objects.filter(pk=case.place_id).update(name=case.place.name))


def test_a_renamed_place_keeps_what_became_of_it_from_page_to_page(committed: None) -> None:
    case = Case.objects.select_related("place").get(number=4)
    old, heir = case.place, Place.objects.exclude(pk=case.place_id).filter(level="county").order_by("pk")[0]
    try:
        elsewhere(lambda: Place.objects.filter(pk=old.pk).update(successor=heir))
        for address in ("/cases/4/", "/cases/4/?x=1"):
            assert heir.full_name in words(address)
    finally:
        elsewhere(lambda: Place.objects.filter(pk=old.pk).update(successor=old.successor_id))

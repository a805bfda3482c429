"""Templates read once a language: the same words as those of the tags."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Engine, TemplateDoesNotExist, engines
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy, override
from markupsafe import Markup, escape

from cases.templatetags import library
from config.jinja import BLOCK, GIVEN, VALUE, environment
from config.templates import WORDS, _translated

PLAIN = Engine(libraries={"i18n": "django.templatetags.i18n"}, builtins=["django.templatetags.i18n"])
TAGS = sorted(
    {
        tag[0]
        for path in Path(settings.BASE_DIR, "templates").rglob("*.[hj]*")
        for tag in WORDS.finditer(path.read_text(encoding="utf-8"))
    }
)
FOLDER = Path(settings.BASE_DIR, "templates")
FAST = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.jinja"))
BLOCKS = sorted({block[0] for name in FAST for block in BLOCK.finditer((FOLDER / name).read_text(encoding="utf-8"))})


def drawn_fast(text: str, **values: object) -> str:
    """A template of Jinja2 with this text."""
    return environment({"it": text}.__getitem__, [library.register]).get_template("it").render(values)


def plainly(block: str) -> str:
    """A block whose values are given by their own names."""
    return GIVEN.sub(r"\1=\1", block)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_tag_gives_the_words_it_stands_for(language: str) -> None:
    assert len(TAGS) > 300
    with override(language):
        for tag in TAGS:
            assert WORDS.sub(_translated, tag) == PLAIN.from_string(tag).render(Context())


def test_signs_in_words_are_kept_and_words_like_a_tag_stay_one() -> None:
    for tag in ('{% translate "50% of <b>\\"it\\"</b>" %}', "{% trans '5 %(n)s' %}"):
        assert WORDS.sub(_translated, tag) == PLAIN.from_string(tag).render(Context())
    for tag in ('{% translate "{{ x }}" %}', '{% translate "Years" as years %}', '{% translate "a" context "b" %}'):
        assert WORDS.sub(_translated, tag) == tag


def test_a_template_has_the_words_of_each_language() -> None:
    drawn = []
    for language in ("en", "zh-hans", "en"):
        with override(language):
            drawn.append(get_template("_keys.html").render({}))
    assert drawn[0] == drawn[2] != drawn[1]
    assert "Keyboard shortcuts" in drawn[0]


@pytest.mark.django_db
def test_readers_of_two_languages_get_their_own(library: None) -> None:
    client = Client()
    for language, word in (("en", "Search the library"), ("zh-hans", "检索"), ("en", "Search the library")):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert word in client.get("/search/").content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("number", [1, 2])
def test_blocks_of_words_are_those_of_the_tag_with_their_values_escaped(language: str, number: int) -> None:
    assert len(BLOCKS) > 10
    with override(language):
        for block in map(plainly, BLOCKS):
            values = dict.fromkeys(VALUE.findall(block), "<i>") | {"n": number}
            assert drawn_fast(block, **values) == PLAIN.from_string(block).render(Context(values))


def test_signs_in_blocks_are_kept_and_any_name_may_count() -> None:
    counted = "{% blocktranslate count k=a|length %}{{ k }}% of {{ b }}{% plural %}{{ k }}% of all {{ b }}"
    block = counted + "{% endblocktranslate %}"
    assert drawn_fast(block, a="xy", b="<b>") == "2% of all &lt;b&gt;"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", FAST)
def test_every_fast_template_can_be_read(name: str, language: str) -> None:
    with override(language):
        assert get_template(name)


class _Told(str):
    """Words of a kind of their own, which may say how they look."""

    def __html__(self) -> str:
        return f"<em>{self.upper()}</em>"


PUT_IN: list[object] = ["", "words", "a<b", "a>b", "a&b", 'a"b', "a'b", "&amp;"]
PUT_IN += [7, -1, 0, True, None, 1.5, Decimal("1.50"), date(2002, 7, 4), ["<"], {"a": "'"}]
PUT_IN += [SafeString("<b>&</b>"), Markup("<i>'</i>"), gettext_lazy("Years"), format_lazy("<i>{}", 1), _Told("<u>")]


@pytest.mark.parametrize("value", PUT_IN, ids=repr)
def test_a_value_is_put_into_a_fast_template_as_escape_gives_it(value: object) -> None:
    put = "{{ it }}|{% set all %}{{ it }}{% endset %}{{ all }}|{% for each in [it] %}{{ each }}{% endfor %}"
    assert drawn_fast(put, it=value) == "|".join([str(escape(value))] * 3)


def test_a_page_draws_a_fast_template_as_its_own_and_escapes_what_is_in_it() -> None:
    page = engines["django"].from_string('{% include "_basis.jinja" with basis=given %}')
    with override("en"):
        assert page.render({"given": "stated"}) == '<span class="badge stated">stated</span>\n'
        assert 'class="badge &lt;b&gt;"' in page.render({"given": "<b>"})


def test_what_a_fast_template_includes_is_drawn_with_the_names_at_hand() -> None:
    texts = {
        "it": '{% for n in all %}{% with k=n %}{% include "in" %}{% endwith %}{% endfor %}',
        "in": "[{{ k }}{{ x }}]",
    }
    assert environment(texts.__getitem__, []).get_template("it").render(all=[1, 2], x="<") == "[1&lt;][2&lt;]"


def test_a_frame_of_jinja_draws_the_blocks_of_the_page_where_it_asks_for_them(tmp_path: Path) -> None:
    within = "django.template.loaders.filesystem.Loader"
    loaders, tags = [("config.templates.Loader", [within])], ["cases.templatetags.chrome"]
    engine = Engine(dirs=[tmp_path], loaders=loaders, builtins=tags)
    (tmp_path / "frame.jinja").write_text(
        '<i>{{ block("two") }}{% if more %}{{ block("one") }}{% endif %}{{ given }}</i>'
    )
    blocks = "{% block one %}1{% endblock %}\n{% block two %}2{% endblock %}"
    (tmp_path / "list.html").write_text('{% frame "frame.jinja" %}' + blocks + "{% endframe %}")
    (tmp_path / "page.html").write_text(
        '{% extends "list.html" %}{% block one %}<b>{{ given }}</b>{{ block.super }}{% endblock %}'
    )
    page = engine.get_template("page.html")
    assert page.render(Context({"given": "<"})) == "<i>2&lt;</i>"
    assert page.render(Context({"given": "<", "more": True})) == "<i>2<b>&lt;</b>1&lt;</i>"


def test_a_page_of_jinja_alone_is_drawn_with_all_that_pages_have() -> None:
    request = RequestFactory().get("/nowhere/?a=<b>", headers={"cookie": "theme=dark"})
    request.user, request.resolver_match = AnonymousUser(), None  # type: ignore[assignment]
    page = render_to_string("search.jinja", {"asked": "<i>", "answer": None}, request)
    assert '<html lang="zh-Hans" class="dark">' in page
    assert "<title>&lt;i&gt; · " in page
    assert 'name="next" value="/nowhere/?a=%3Cb%3E"' in page


def test_a_page_without_a_title_has_that_of_the_library() -> None:
    page = engines["django"].from_string('{% extends "base.html" %}{% block content %}<p>1</p>{% endblock %}').render()
    with override("zh-hans"):
        assert f"<title>{gettext('Library of Party-Building Cases')}</title>" in page
    assert '<main id="content" class="wide" tabindex="-1">' in page
    assert "<p>1</p>" in page


def test_a_changed_fast_template_is_read_again_when_django_says_so(tmp_path: Path) -> None:
    within = "django.template.loaders.filesystem.Loader"
    engine = Engine(dirs=[tmp_path], loaders=[("config.templates.Loader", [within])])
    for words in ("one", "two"):
        (tmp_path / "it.jinja").write_text(words)
        engine.template_loaders[0].reset()
        assert engine.get_template("it.jinja").render(Context()) == words


def test_a_fast_template_that_is_nowhere_is_said_to_be_missing() -> None:
    with pytest.raises(TemplateDoesNotExist):
        get_template("nowhere.jinja")

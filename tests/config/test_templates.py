"""Templates read once a language: the same words as those of the tags."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template
from django.test import Client
from django.utils.translation import override

from config.templates import WORDS, _translated

PLAIN = Engine(libraries={"i18n": "django.templatetags.i18n"}, builtins=["django.templatetags.i18n"])
TAGS = sorted(
    {
        tag[0]
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for tag in WORDS.finditer(path.read_text(encoding="utf-8"))
    }
)


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

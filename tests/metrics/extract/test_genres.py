"""What sort of text figures stand in decides what is not told as done."""

from __future__ import annotations

import pytest

from cases.extract.spans import Span
from metrics.extract.figures import read_figures
from metrics.extract.genres import aims_of, genre_of


@pytest.mark.parametrize(
    ("title", "text", "genre"),
    [
        ("青山村干部坐班制度", "村干部轮流坐班，迟到一次扣10元。", "rules"),
        ("党员积分管理办法（试行）", "参加活动一次积2分。", "rules"),
        ("关于推进新农村建设的工作意见", "农民人均纯收入达9000元。", "plan"),
        ("青山县推行坐班制度方便群众", "村干部轮流坐班，迟到一次扣10元。", None),
        ("青山县实行村干部坐班制度", "县里建立了坐班制度，目前已有30个村推行，办了200件事。", None),
        ("", "第一条 每户出工2个。\n第二条 每人捐款5元。\n第三条 垃圾入桶。", "rules"),
    ],
)
def test_a_regulation_and_a_plan_are_told_by_title_and_tone(title: str, text: str, genre: str | None) -> None:
    assert genre_of(text, 0, len(text), title) == genre


def kinds(text: str, title: str) -> list[str]:
    return [figure.kind for figure in read_figures(text, Span(0, len(text)), title=title)]


def test_what_a_regulation_does_not_tell_as_done_is_a_rule() -> None:
    assert kinds("支部班子连续3次缺会，作出检讨。", "支部工作制度") == ["norm"]
    assert kinds("支部班子连续3次缺会，作出检讨。", "支部整改见闻") == ["reported"]


def test_what_a_plan_does_not_tell_as_done_is_a_target() -> None:
    assert kinds("建设泵站12座，修建公路30公里。", "青山镇三年发展规划") == ["target", "target"]


def test_aims_hold_under_their_heading_alone() -> None:
    aims = "（二）工作目标。建设泵站9座。\n1.修路。新修公路30公里。\n"
    text = f"一、基本情况\n建设泵站3座。\n{aims}（三）措施\n投入资金8万元。"
    assert kinds(text, "青山镇工作汇报") == ["reported", "target", "target", "reported"]
    aimed = aims_of(text, 0, len(text))
    assert [aimed(text.index(words)) for words in ("3座", "9座", "8万")] == [False, True, False]

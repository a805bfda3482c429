"""Numbers that say which one of a row are no figures; the same words with a number of them are."""

from __future__ import annotations

import pytest

from metrics.extract.quantities import find_quantities

WHICH = [
    "新征程的第一个五年开局。",
    "迈向第二个一百年。",
    "到建党一百年时实现。",
    "三年一度的评选开始。",
    "十年如一日照顾老人。",
    "打通最后1公里。",
    "打通服务群众“最后一百米”。",
    "抓好“最先一公里”。",
    "楼宇党建升级到3.0版。",
    "名单详见3版。",
    "2016届毕业生回乡。",
    "他是82届校友。",
    "省委八届三次、四次全会召开。",
    "贯彻县委三次全会精神。",
    "县十五届人大四次会议闭幕。",
    "白水村从四类村升为先进村。",
    "溪水达到三类水质。",
    "“雪亮工程”三期完工。",
    "服务站设在新华大厦22层。",
    "白水村5组的张三。",
]
HOW_MANY = {
    "用了五年时间。": "五年",
    "修通3公里。": "3公里",
    "发布了7版方案。": "7版",
    "已连续举办19届。": "19届",
    "召开三次全会。": "三次",
    "培训班办了三期。": "三期",
    "把干部分三类管理。": "三类",
    "项目分三期建设。": "三期",
    "新建大厦22层。": "22层",
    "新楼有6层。": "6层",
    "全村5组都通了水。": "5组",
}


@pytest.mark.parametrize("text", WHICH)
def test_what_says_which_one_is_no_figure(text: str) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text)] == []


@pytest.mark.parametrize("text", HOW_MANY)
def test_what_says_how_many_is_a_figure(text: str) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text)] == [HOW_MANY[text]]

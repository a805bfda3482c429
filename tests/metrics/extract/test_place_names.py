"""Names that begin like a quantity (六户乡) are no figures; figures of towns and villages (三户村民) are no names."""

from __future__ import annotations

import pytest

from cases.extract.gazetteer import gazetteer
from metrics.extract.quantities import find_quantities

NAMES = [
    "八所镇党委召开会议。",
    "会议在六户乡召开。",
    "六户乡卫生院搬了新址。",
    "他来到百户屯调研。",
    "千户营的香油走进更多家庭。",
    "千户营乡推行积分制。",
    "石桥镇五户村建起祠堂。",
    "五户村村民自发修路。",
    "三户沟村办起了合作社。",
    "四垄村成了示范村。",
    "前往四垄村清障。",
    "十里铺镇、五里乡和七里河村联合行动。",
    "七里塘社区党委开展走访。",
    "七里塘村民住上新房。",
    "三家浜社区住户说。",
    "清水乡三家村曾是后进村。",
    "走进三家村，路平了。",
    "不仅在三家镇，各乡镇都落实了制度。",
    "三道河村党总支带头。",
    "两河乡二十家子村、五间房村率先试点。",
    "三元区建成服务中心。",
    "三元里街道率先试点。",
    "万户镇推行联户制度。",
    "东风县八所镇中心小学搬了新址。",
    "六道沟村小学搬迁。",
    "西山千户苗寨游人如织。",
    "人们在七里坪集结。",
    "五台山下的三门峡人。",
    "走进九间棚村。",
    "千口村更是以新面貌迎客。",
    "三家村也制定了制度。",
    "七里店安置小区有了食堂。",
    "十里铺的老街热闹起来。",
    "三元里派出所所长说。",
    "北七家镇率先行动。",
    "二里半街道党工委带头。",
]
FIGURES = {
    "投入三百元镇财政资金。": "三百元",
    "走访三户村民。": "三户",
    "帮扶铁山乡五户村民。": "五户",
    "走访五户村干部家庭。": "五户",
    "帮助三户村贫困家庭。": "三户",
    "三户村里的人家搬了新房。": "三户",
    "帮三户屯里人家修房。": "三户",
    "联系三户社区居民。": "三户",
    "调解三户乡邻纠纷。": "三户",
    "新发展三户店铺。": "三户",
    "改造五所乡镇学校。": "五所",
    "引进八所镇办企业。": "八所",
    "新建五所镇中心小学。": "五所",
    "改造六所镇卫生院。": "六所",
    "两家乡镇企业投产。": "两家",
    "引进三家镇属企业。": "三家",
    "引进三家县外企业。": "三家",
    "引进三家社区工厂。": "三家",
    "五家村企签约。": "五家",
    "新办两家店，生意红火。": "两家",
    "修好十里村庄道路。": "十里",
    "修通五里村道。": "五里",
    "管道十里铺设完毕。": "十里",
    "从三元里面取。": "三元",
    "修了三道沟渠。": "三道",
    "整治三条街道，面貌一新。": "三条",
    "涉及三个乡镇。": "三个",
    "引进七家企业。": "七家",
    "购置三台农机。": "三台",
    "经过九道工序。": "九道",
    "新建五间教室。": "五间",
    "开设四门课程。": "四门",
    "疏通三里河道。": "三里",
    "设立八家子公司。": "八家",
    "挖了三口村里人喝的井。": "三口",
    "种了两棵村口的树。": "两棵",
    "他当了十年山村教师。": "十年",
    "近六户镇上人家搬了新房。": "近六户",
    "6户乡亲搬了新房。": "6户",
}


@pytest.mark.parametrize("text", NAMES)
def test_a_place_that_begins_like_a_quantity_is_no_figure(text: str) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text)] == []


@pytest.mark.parametrize("text", FIGURES)
def test_what_belongs_to_a_town_or_village_is_counted(text: str) -> None:
    assert [text[q.start : q.end] for q in find_quantities(text)] == [FIGURES[text]]


def test_no_town_or_county_of_the_gazetteer_is_read_as_a_figure() -> None:
    divisions = gazetteer().divisions(("county", "township"))
    names = {d.name for d in divisions if d.name.endswith(("镇", "乡", "街道", "区", "县", "市", "旗"))}
    ours = sorted(name for name in names if name.isalpha() and not name.endswith("开发区"))
    assert len(ours) > 30_000
    assert [name for name in ours if find_quantities(f"会议在{name}召开。")] == []

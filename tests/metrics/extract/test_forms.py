"""Every form of a quantity that the genre knows, in sentences of our own; and what must never be one."""

from __future__ import annotations

import pytest

from cases.extract.clean import clean
from metrics.extract.quantities import find_quantities

Read = tuple[str, float, float | None, str, str]

# sentence: (quote, value, upper end, unit, qualifier) of each quantity
FORMS: dict[str, list[Read]] = {
    # magnitudes, decimals, spaces, commas, width
    "全镇投入12.5 万元修渠。": [("12.5 万元", 125_000, None, "元", "exact")],
    "共收到捐款１２００元。": [("1200元", 1200, None, "元", "exact")],
    "受益群众1，200人。": [("1，200人", 1200, None, "人", "exact")],
    "受益群众1,200余人。": [("1,200余人", 1200, None, "人", "more")],
    "灌溉面积28 160亩。": [("28 160亩", 28_160, None, "亩", "exact")],
    "总投资1亿2千万元。": [("1亿2千万元", 120_000_000, None, "元", "exact")],
    "筹资3万5千元。": [("3万5千元", 35_000, None, "元", "exact")],
    "满意率９０％。": [("90%", 90, None, "%", "exact")],
    "装机500千瓦。": [("500千瓦", 500, None, "千瓦", "exact")],
    "每户分到大米3千克。": [("3千克", 3, None, "千克/户", "exact")],
    "修渠5千米。": [("5千米", 5, None, "公里", "exact")],
    # Chinese numerals
    "百名党员进农家。": [("百名", 100, None, "名", "exact")],
    "用了三个月时间。": [("三个月", 3, None, "个月", "exact")],
    "坚持了两年多。": [("两年多", 2, None, "年", "more")],
    "先后上门十多次。": [("十多次", 10, None, "次", "more")],
    "吸引上百家企业。": [("上百家", 100, None, "家", "more")],
    "共有一百二十户。": [("一百二十户", 120, None, "户", "exact")],
    "流转一点二万亩。": [("一点二万亩", 12_000, None, "亩", "exact")],
    "水田三千零五十亩。": [("三千零五十亩", 3050, None, "亩", "exact")],
    "他办了两万五的贷款。": [("两万五", 25_000, None, "", "exact")],
    # how exact
    "增收660余万元。": [("660余万元", 6_600_000, None, "元", "more")],
    "近千名群众参加。": [("近千名", 1000, None, "名", "approx")],
    "约占三成。": [("约占三成"[2:], 30, None, "%", "approx")],
    "发放补贴不足3万元。": [("不足3万元", 30_000, None, "元", "less")],
    "至少走访10户。": [("至少走访10户"[4:], 10, None, "户", "more")],
    "来了三十来户。": [("三十来户", 30, None, "户", "more")],
    "方圆5公里以内。": [("5公里以内", 5, None, "公里", "less")],
    "有万把元存款。": [("万把元", 10_000, None, "元", "approx")],
    # ranges
    "带动25-30户。": [("25-30户", 25, 30, "户", "range")],
    "带动25―30户。": [("25―30户", 25, 30, "户", "range")],
    "贷款3至5万元。": [("3至5万元", 30_000, 50_000, "元", "range")],
    "贷款3万元到5万元。": [("3万元到5万元", 30_000, 50_000, "元", "range")],
    "带动三五十户。": [("三五十户", 30, 50, "户", "range")],
    "带动七、八户。": [("七、八户", 7, 8, "户", "range")],
    "来了三、四百人。": [("三、四百人", 300, 400, "人", "range")],
    "投入2、3万元。": [("2、3万元", 20_000, 30_000, "元", "range")],
    "占百分之三十至五十。": [("百分之三十至五十", 30, 50, "%", "range")],
    # shares, multiples
    "三分之二的村建了站。": [("三分之二", 0.6667, None, "", "exact")],
    "近1/3的党员外出。": [("近1/3", 0.3333, None, "", "approx")],
    "一半以上的户入了社。": [("一半以上", 0.5, None, "", "more")],
    "产量翻一番。": [("翻一番", 2, None, "倍", "exact")],
    "收入翻了两番。": [("翻了两番", 4, None, "倍", "exact")],
    "八成农户受益。": [("八成", 80, None, "%", "exact")],
    "提高5.2个百分点。": [("5.2个百分点", 5.2, None, "个百分点", "exact")],
    "果园比上年多了一倍半。": [("一倍半", 1.5, None, "倍", "exact")],
    # times
    "历时一个半月。": [("一个半月", 1.5, None, "个月", "exact")],
    "谈了两个半小时。": [("两个半小时", 2.5, None, "小时", "exact")],
    "培训了半个月。": [("半个月", 0.5, None, "个月", "exact")],
    "三年内完成。": [("三年内", 3, None, "年", "less")],
    "每周2天到村办公。": [("2天", 2, None, "天", "exact")],
    "全年未发生一起上访。": [("未发生一起", 0, None, "起", "exact")],
    "打造为农服务中心等5大平台。": [("5大", 5, None, "", "exact")],
    # units under a line
    "租金每年500元/亩。": [("500元/亩", 500, None, "元/亩", "exact")],
    "每户补助3000元。": [("3000元", 3000, None, "元/户", "exact")],
    "人均收入3140元。": [("3140元", 3140, None, "元/人", "exact")],
    "生产线日产豆腐5000斤。": [("5000斤", 5000, None, "斤/天", "exact")],
    "他月工资3000元。": [("3000元", 3000, None, "元/月", "exact")],
    "门面出租，年租金2.64万元。": [("2.64万元", 26_400, None, "元/年", "exact")],
    "2018年产业收入3万元。": [("3万元", 30_000, None, "元", "exact")],
    "每两月召开一次例会。": [("一次", 1, None, "次/两个月", "exact")],
    "在厂里一个月能挣3000元。": [("3000元", 3000, None, "元/月", "exact")],
    "帮工一天一百块，不耽误农活。": [("一百块", 100, None, "元/天", "exact")],
    "每两个月，召开一次例会。": [("一次", 1, None, "次/两个月", "exact")],
    "建起每月例会制度，梳理出问题14个。": [("14个", 14, None, "个", "exact")],
    "各村班子中都有一名年轻委员。": [("一名", 1, None, "名", "exact")],
    "建立六项推进机制。": [("六项", 6, None, "项", "exact")],
    "公安、司法4部门常驻街道。": [("4部门", 4, None, "部门", "exact")],
    # what a list shares
    "种茶13位、养猪72位。": [("13位", 13, None, "位", "exact"), ("72位", 72, None, "位", "exact")],
    "三村分别有12、15和18户。": [
        ("12", 12, None, "户", "exact"),
        ("15", 15, None, "户", "exact"),
        ("18户", 18, None, "户", "exact"),
    ],
    # units understood
    "18万农村群众受益。": [("18万", 180_000, None, "", "exact")],
    "全区农业人口219万，分布在山区。": [("219万", 2_190_000, None, "", "exact")],
    "600万的银行贷款到了账。": [("600万", 6_000_000, None, "", "exact")],
    # measures seldom met
    "全村37垧地连成片。": [("37垧地", 37, None, "垧", "exact")],
    "做了展板30块。": [("30块", 30, None, "块", "exact")],
}

NEVER = [
    "联系电话：0571-87052345",
    "手机13905716666",
    "拨打12345热线咨询",
    "邮编：324300",
    "邮政编码 324300",
    "浏览量：1234",
    "来源：新华网 2019-05-06 12:30",
    "2019年5月6日上午9时30分",
    "2002至2005年",
    "上世纪90年代",
    "公元749年",
    "民国25年",
    "光绪3年",
    "中发〔2019〕1号",
    "党的十九届四中全会",
    "第3期简报",
    "第一批、第二批",
    "三是加强领导",
    "(3)抓好落实",
    "“1+1”结对",
    "“1+1+N”模式",
    "“5+2”“白+黑”",
    "“三会一课”制度",
    "“两会两评”",
    "155工程",
    "农技110",
    "十七大精神",
    "三个代表",
    "四社农民",
    "一户一策",
    "一批党员",
    "一个新途径",
    "320国道",
    "A4纸",
    "3D打印",
    "六盘山上高峰",
    "九寨沟县",
    "五里墩社区",
    "组织三处处长",
    "二十四节气",
    "门前一亩三分地",
    "一天比一天多",
    "年过三十出头",
    "贫困人口100人以上的非贫困村",
    "20户以上的自然村",
    "党员人数3名以上的安置点",
    "党员人数不足3名的安置点",
    "九成宫镇",
    "群众三五成群前来",
    "庆祝成立40周年",
    "构建“15分钟党建服务圈”",
    "提供8小时外服务",
    "实施五家行动",
    "推行十户联治",
    "10组村民没有水",
    "赵庄三户区的户长",
    "成为一座堡垒",
    "屋子四处漏风",
]


@pytest.mark.parametrize("sentence", FORMS)
def test_form_is_read_with_its_span_value_unit_and_qualifier(sentence: str) -> None:
    text = clean(sentence).string
    found = [(text[q.start : q.end], q.value, q.value_max, q.unit, q.qualifier) for q in find_quantities(text)]
    assert found == FORMS[sentence]


@pytest.mark.parametrize("sentence", NEVER)
def test_what_counts_nothing_is_no_quantity(sentence: str) -> None:
    assert find_quantities(clean(sentence).string) == []


@pytest.mark.parametrize("sentence", ["。1、2户人家", "于18、19年建成", "第1、2组会议"])
def test_no_unit_is_shared_with_a_number_of_another_sort(sentence: str) -> None:
    assert all(q.start > sentence.index("、") for q in find_quantities(sentence))

"""Whether a figure is reported, aimed at, a rule or background: a sentence of our own for each reason."""

from __future__ import annotations

import pytest

from cases.extract.records import SectionFound
from cases.extract.spans import Span
from metrics.extract.figures import read_figures

KINDS = {
    "力争三年内建成80个示范村。": ["target", "target"],
    "预计今年集体收入将比去年翻一番。": ["target"],
    "将扶持200个村办合作社。": ["target"],
    "全部达到年收入5000元的脱贫目标，远超3000元的脱贫目标。": ["reported", "target"],
    "面对2万名群众搬迁、30个村出列的任务，县里分片包干。": ["target", "target"],
    "到年底累计要建成360公里管网。": ["target"],
    "剩下的3户、7人也将脱贫。": ["target", "target"],
    "下一步对300户开展培训。": ["target"],
    "确保6月30日前实现1人以上就业。": ["target"],
    "争取三年内使60%的党员成为能手。": ["target", "target"],
    "规定部门帮助农户，实现人均增收100元以上目标。": ["target"],
    "村里希望10天内通水。": ["target"],
    "预计年底每村收益可达5万元。": ["target"],
    "县里聚焦脱贫目标，组织9名干部下村。": ["reported"],
    "该县将管理和奖励措施结合起来，34名干部得了奖。": ["reported"],
    "他累计争取200多万元资金。": ["reported"],
    "村里争取到300万元项目资金，修了路。": ["reported"],
    "农户将建档立卡补助2000元入了股。": ["reported"],
    "两年来，该村围绕先进支部争创，先后获奖3次。": ["reported", "reported"],
    "“奋斗”蔬菜协会带动32户。": ["reported"],
    "新招的干部在村任职不少于2年。": ["norm"],
    "每人发言控制在8分钟以内。": ["norm"],
    "连续获评2次的，可提前晋升。": ["norm"],
    "按收益的90%分给农户，提取5%作公积金。": ["norm", "norm"],
    "对考核优秀的村奖励5000元。": ["norm"],
    "每名党员每年缴纳党费12元。": ["norm"],
    "门前挂不超过6块牌子。": ["norm"],
    "按十户左右划分一个网格。": ["norm"],
    "按照书记每月500元、委员每月300元的标准发放补贴。": ["norm", "norm"],
    "对先进党员分别奖励50分、30分。": ["norm", "norm"],
    "每名党员联系3户。": ["norm"],
    "每天学习1小时、每周集体学习1次。": ["norm", "norm"],
    "每隔十来天巡查。": ["norm"],
    "在一个月内反馈办理情况。": ["norm"],
    "每天到食堂吃饭的有50多人。": ["reported"],
    "每年输出劳动力2000人。": ["reported"],
    "建成100头规模养殖场。": ["reported"],
    "推进8000亩标准良田建设。": ["reported"],
    "带动45户年增收3000元到5000元不等。": ["reported", "reported"],
    "本村人口1980人，470户，耕地2100亩，党员60人。": ["context"] * 4,
    "1900多人口的山下村换了新颜。": ["context"],
    "这个人均耕地不足一亩的村修了路。": ["context"],
    "全县还有1200户、3300名尚未脱贫的群众。": ["context", "context"],
    "村里贫困发生率高达35%，平均每3户就有1户贫困户。": ["context"] * 3,
    "建档立卡户90户270人中，已脱贫80户。": ["context", "context", "reported"],
    "他有4个女儿。": ["context"],
    "果园有近30年的种植历史。": ["context"],
    "村子海拔1200多米，距县城40公里。": ["context", "context"],
    "支部由50个优化调整为40个。": ["context", "reported"],
    "将原5个支部整合为4个支部。": ["context", "reported"],
    "12个村只有1800名党员。": ["reported", "context"],
    "仅用2天就修好了渠。": ["reported"],
    "空壳村减少60%。": ["reported"],
    "经费在原有基础上增加5万元。": ["reported"],
    "吸纳辖区各行业600个党组织。": ["reported"],
    "还有40个未出列贫困村。": ["context"],
    "气温接近零下20℃。": ["context"],
    "清水湖紧挨大江，面积3000亩。": ["context"],
    "改革前街道只有编制11人。": ["context"],
    "人均不足两分地。": ["context"],
    "过去该村戴着穷帽：村集体年收入不超3万元。": ["context"],
    "全州尚有2万户住房在建。": ["context"],
    "如今全市共辖900个社区。": ["context"],
    "全村共12个小组，总户数320户，总人口1420人。": ["reported", "context", "context"],
    "现有农户430户，共1690人，劳动力1100人。": ["context"] * 3,
    "公司现有职工860人。": ["context"],
    "果园由最初的30余亩发展到1700余亩。": ["context", "reported"],
    "村里原有党员28名，现在发展到45名。": ["context", "reported"],
    "流转耕地500亩，新建水域面积20亩。": ["reported", "reported"],
    "这片街区聚集了800余家企业。": ["context"],
    "仅仅5个月，第一期就投了产。": ["reported"],
    "2万余人的社区举办4场招聘会。": ["context", "reported"],
    "如果没有80万元贷款，产业长不起来。": ["reported"],
    "他今年66岁，一天挣80元。": ["context", "reported"],
    "全县贫困村30个，占全市的六成，基础设施落后，脱贫任务艰巨。": ["context", "context"],
    "全村共有860户3100多人。": ["context", "context"],
    "柳河村共有18个村民小组640户2210人，设3个党支部，有56名党员。": ["context"] * 5,
    "这个居住着210户、900人的小村修了路。": ["context", "context"],
    "有着300户农户的柳河村换了新颜。": ["context"],
    "他搬来时，全国现有村级组织50万个。": ["context"],
    "累计搬迁贫困户36户150人。": ["reported", "reported"],
    "社区将7个大网格细化为30个小网格，形成一支70人的队伍。": ["context", "reported", "reported"],
    "别人亩产400斤，他亩产600斤。": ["context", "reported"],
    "到“十二五”末，农民人均纯收入达9000元。": ["target"],
    "争取一年有变化，两年见成效。": ["target"],
    "承诺书提出“硬化村道500米；安装路灯40盏；疏通沟渠2公里。”": ["target"] * 3,
    "党员开展了走访，对困难户一包三年。": ["norm"],
    "合作社挣了钱，收益的40%作为发展资金，60%用于分红。": ["norm", "norm"],
    "镇里制定了奖励办法，学习满80小时的，奖励现金300元。": ["norm", "norm"],
    "无故缺席的，扣50元。": ["norm"],
    "支部采取每2名老师联系1户学生家庭的方式。": ["norm", "norm"],
    "县里实施每公里20万元的道路补助政策。": ["norm"],
    "养蜂年收入可达8万元，他走上了富路。": ["reported"],
    "投产后年产值可达8万元。": ["target"],
    "管护得好，年收入可达8万元。": ["target"],
    "县里把下辖的43个小组列入预算，并全部解决43个小组的用房。": ["context", "reported"],
    "每个支部的经费年均达4万元。": ["reported"],
    "他从20公里外的地方搬来木料。": ["context"],
    "老李的父母2人相继去世，支部为他盖起了三间瓦房。": ["context", "reported"],
    "县里使20所薄弱学校的条件得到改善。": ["reported"],
    "我们社区有2050户居民，290家商铺，6000多人。": ["context"] * 3,
    "全村340人中，贫困人口就占七成。": ["context", "context"],
    "县委先后8次召开会议。": ["reported"],
    "顺应发展新要求，村里整合资金300万元修路。": ["reported"],
    "达到示范标准的占比分别为82%和85%。": ["reported", "reported"],
    "公司计划寻找400户困难户帮扶。": ["target"],
    "他每天工作十几个小时。": ["reported"],
    "支部查找出4个方面问题。": ["reported"],
    "全乡23个村11000多人口，干部不多。": ["context", "context"],
    "村里没有一分钱，竟然建成了3条大路、9条巷道。": ["reported", "reported"],
    "力争80%的村达标；2017年，总收入翻一番；2019年，收入达到5万元以上。": ["target"] * 3,
    "坚持观念创新，通过一月一次集中学习提高素质。": ["norm"],
    "他坚持每月走访3次。": ["reported"],
    "党员中61岁以上的有50人。": ["context"],
    "高中及以下学历的书记占84.8%。": ["context"],
    "选拔后备干部1400名，其中35岁以下的占62%。": ["reported", "reported"],
}


@pytest.mark.parametrize("sentence", KINDS)
def test_kind_follows_from_the_words_of_the_sentence(sentence: str) -> None:
    assert [f.kind for f in read_figures(sentence, Span(0, len(sentence)))] == KINDS[sentence]


def test_a_range_in_an_account_of_practice_is_a_rule_but_no_range_of_money() -> None:
    text = "二、做法\n支部委员联系2-3名党员，带动农户增收3000-5000元。"
    section = SectionFound("practice", "二、做法", 0, len(text))
    assert [f.kind for f in read_figures(text, Span(0, len(text)), sections=[section])] == ["norm", "reported"]


def test_a_tally_behind_its_noun_is_no_rule() -> None:
    text = "二、做法\n按党员特长，分类设置政策宣传、纠纷调解等岗位8个。每个支部设置8个岗位。"
    section = SectionFound("practice", "二、做法", 0, len(text))
    assert [f.kind for f in read_figures(text, Span(0, len(text)), sections=[section])] == ["reported", "norm"]


def test_everyone_having_at_least_so_much_is_told_as_reached() -> None:
    text = "二、做法\n建起大棚，实现人均至少有1亩菜地。"
    section = SectionFound("practice", "二、做法", 0, len(text))
    assert [f.kind for f in read_figures(text, Span(0, len(text)), sections=[section])] == ["reported"]


def test_a_long_row_of_heads_is_read_to_its_end() -> None:
    """A pattern whose time doubled with each head would never come to it."""
    text = "全村有" + "1个村组" * 60 + "等"
    assert len(read_figures(text, Span(0, len(text)))) == 60

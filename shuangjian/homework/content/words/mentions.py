"""Words that are talked about, not acted on: titles, quotations, and the heads that announce them."""

import re

from shuangjian.homework.content.words import any_of

JOINT = (  # where one clause goes on to a second act without a comma
    r"(?:然后|之后|随后|接着(?![写做弄补抄算])|最后(?!一|[两\d])|并且|同时)"
    r"|(?<=[完好毕了成])后(?!面)"
    r"|(?<=[写读做背练算画抄听看查业录拍][完好])(?=[请让给发交拍录由传上])"
    r"|(?<![合用不必要别需许会谁])(?:并|再)(?=[请让给发交拍录由上找在把用签打抄写])"
    r"|后(?=[请让给由交发拍录])"
)
_WORKBOOK = re.compile(
    r"练习|口算|题卡|作业本|同步|试卷|天天练|课课练|课时|字帖|描红|写字|默写|配套|检测|基训|助学|"
    r"导学|学习指导|补充习题|卷|册"
)
_TITLE = re.compile(
    r"《[^》\n]{1,40}》|\"[^\"\n]{1,60}\"|“[^”\n]{1,60}”|「[^」\n]{1,60}」|『[^』\n]{1,60}』|‘[^’\n]{1,40}’"
)
_ANNOUNCED = re.compile(
    any_of(
        r"""
        题目 题 作文 话题 句子? 句型 词语? 生?字 单词 数字? 成语 短文 课文 故事 对话 主题 活动 讨论 辩论 思考 翻译
        改写 扩句 缩句 仿写 造句 解释 以 把 将 围绕 谚语 名言 俗语 歇后语 标语 广告语? 关于 读到? 朗读 背诵?
        演一演
        (?:课文|原文|文章|文|书|故事|短文|小说|诗|传记|材料|寓言|节选|[那这]一?[段句])[里中上]?[^,。]{0,4}(?:说到?|写道?|写着|讲到?|提到|有一?句话?)
    """
    )
    + r"[:,是为的]{0,2}$"
)
_PLATFORM = re.compile("上|里|app|软件|平台|小程序|公众号|群")
_NAMED = re.compile(r"[在用上开载到进过录看扫入册叫个]$")  # 在“纳米盒”上: a name, not a word that is talked about
_RESUMED = re.compile(
    r"(?:为题|为话题|一文|一课|[一这那][段节处]|的?片段|这[句个一两篇首则]|的意思|的故事|造句|的看法|二字|[一两三四]个字|"
    r"改[为成]|写|说|为主题|分别|等词|调查|问卷|活动|主题|一章|单元|大赛|满意|案例|现象|事件|新闻|材料|的?做法)"
)

STUDY = any_of(
    r"""
        话题 为什么 为何 讨论 辩论 调查 统计 采访 访问 了解 谈谈(?!笑) 谈一谈 说说 说一说 聊聊 想想 想一想 思考 分析
        探究 研究 介绍 描写 描述 记叙 观察 案例 情[景境] 看法 利弊 利与弊 好处 坏处 危害 倡议 宣传语? 建议书 续写
        改写 (?<!批)改[成为](?!抄|罚|写[两三四五六七八九十\d]) 病句 仿写 扩句 缩句 造句 翻译 translate 应用题 列式
        合理使用 如何看待 是否应该 该不该 能不能
        要不要 怎样 如何 怎么(?!办) 是否 编一[个段则] 转述 写一[写件篇封段则] 写写 回忆 公约 条约 海报 标语 议论 演讲
        比较 发展史 原理 发明
        列举 举出 举例 passage write(?:a|an|about|down) topic 讲解?(?:一下)?.{0,6}原理 体会 阅读理解(?=[:中里]) 小品
        情景剧 课本剧
        扮演 角色
    """
)
TOLD_BY_A_TEXT = re.compile(
    r"(?:这是|出自|来自)[^,。]{0,6}(?:课文|书|文章|作文)|(?:课文|文中|书|故事|短文|"
    r"小说)[里中]的?(?:话|句子|一句|人物|爸爸|妈妈|老师)|□[^。]{0,8},[里其]面?[^,。]{1,6}[被挨受]"
)
IMAGINED = re.compile(r"^[\n\s]*(?:假如|假设|想象|如果你是|如果.{0,12}(?:会发|会说|会怎么))")
HEAD = re.compile(  # announces an example: what follows the colon is its text
    r"(?:写|拟|编)[一两]?[则封张份篇条段个][^:,]{0,12}:|(?<![抄默听书描])(?:写|拟|编写)(?![^:,]{0,6}(?:要求|任务|内容)|作业|练习|话|完|"
    r"好)[^:,]{1,8}:|"
    r"(?:下面|下列|以下|"
    r"这)[^:,业务求容排知]{0,14}:|(?:^|[\n,、])[^:,]{0,8}?"
    + any_of(
        r"""
        评论 短评 时评 选词(?:填空)? 辨字 辨音 组词 连线 连词成句 排序 看图写话 转述[^:,]{0,8} 语言运用 语用
        综合性学习 案例 素材
        材料 辨析 评析 观点 看法 情[景境] 病句 改[为成写] 翻译 translate
        造句 例?句子? 句型 对话 应用题 辩论 话题 题目 作文 习作 例如? 思考题? 讨论题? 续写 仿写 扩句 缩句 判断题?
        错别字 写话 论述题? 说理题? 案例分析 [^:,]{0,6}插图 读短文.{0,12} 短文.{0,10}
        选择题? 填空题? 想一想 阅读短文 解决问题 问答 口语交际 主题 疑问句 感叹句 被动句 反问句 陈述句 间接引语
        直接引语 判断[^:,]{0,7}
    """
    )
    + (
        r"(?:第.人称|分析|练习|题目?|句子?|对错|如下|内容|下[面列][^:]{0,6}|[^:]{0,4}句|填空|故事|文章|短文|段落|"
        r"片段|结尾|[一二三四五六七八九十\d()]{1,3})?:"
    )
)
EXAMPLES = re.compile(r"(?:病句|缩句|扩句|判断(?:对错|正误)?|句子):")  # of which there may be several on the line
ASKED_FOR = re.compile("请|必须|务必|要(?!是)|需|[做写改]完|交|今晚|明天|回家")
SOMEBODY = "小[明红刚华丽亮东军芳强李王张刘陈杨赵周吴林勇伟燕梅静敏磊涛宇轩涵杰龙飞雪娟兰波斌辉鹏超峰洋玲云]"
_SUM = re.compile(
    r"多少|求[:出]|求.{1,8}(?:路程|面积|体积|周长|距离|长度|速度|概率|度数|值|解析式|时间)|\?|合算|"
    r"(?:共|剩|应|需|付|花|得|对|中|高|多|少|是|要|"
    r"有)[^,]{0,4}几[个元米本天人分只次张页岁千克吨升道颗枝朵遍名种块辆][。]?$|关系式|列方程|解析式|"
    r"howmany|howmuch"
)
NARRATED_AFTER = re.compile(
    r"^.{0,4}?(?:正在|[盯看守陪]着[^,。]{0,8}的[我他她](?!们)|说[:,]?[“\"「](?!□)|(?:对|关于)[^,。]{1,12}(?:满意度|看法|态度|期待|印象|认识)|了(?!解|再|才|就|,?之?后)|"
    r"过(?!一?[遍目下眼过]|[个下]目|(?:作业|练习|订正|卷子?)后?[再才](?!也|没|说)|关|无误|没|后|再|才|方)|(?<![帮陪看跟带对照盯守接握])着|(?:为|给|对|替)(?:你|我|自己|我们|家人?)[^,。]{0,3}的|(?:陪|帮|给|教|替|叫|让)我(?!们|看|检|批|签)|时的|的(?:片段|部分|段落|"
    r"情节|时候|情景|样子|故事|习惯|晚上|过程|方式|事|人|次数|时间|时长|情况(?!下)|利弊|看法|危害|"
    r"问题|现象|好处|坏处|经历|画面|场景|频率|目的|感受|心情|背影|身影|态度|做法))"
)
ONE_OF_A_KIND = re.compile(r"[一两三几](?:件|次|段|个|幅|句|种|位)[^,。]{0,4}$")  # 说一件家长尊重你意见的事
OF_A_KIND = re.compile(r"^[^,。]{0,14}的(?:事|经历|故事|画面|场景|话|做法|瞬间|背影|情景|往事|道理|人)")
NARRATED_BEFORE = re.compile(
    SOMEBODY
    + (
        r"|》[^,。]{0,6}[中里]的?[^,。]{0,4}$|正在|曾|那天|昨天|从前|(?:我|他|她|小.)的$|我(?:的)?$|他(?:的)?$|"
        r"她(?:的)?$|一位$|有[个位]$|"
        r"每当|总是|常常|经常|图[上中里]的?|画面[上中里]的?|(?:读|故事|课文|文章)[^,]{0,6}[里中]的?$"
    )
)

_NARRATED_SUM = re.compile(  # 小华自己批改了40道口算，…正确率是多少?
    SOMEBODY + r"[^,。]{0,10}了[^。]*\d[^。]*(?:多少|几[^,。]{1,3}|\()[^。]{0,4}\?"
)
_GRADE = re.compile(r"^[\s\n(\[【]*(?:我?们?班?)?([一二三四五六七八九1-9])(?:[、和]([一二三四五六七八九1-9]))?年级")
_NUMERALS = "一二三四五六七八九"


def is_a_sum(sentence: str) -> bool:
    """Whether a sentence tells a sum or leaves a blank to fill in, and asks nobody for anything."""
    if re.search(r"_{2,}|\(_*\)", sentence):
        return True
    if _NARRATED_SUM.search(sentence):
        return True
    return bool(
        _SUM.search(sentence) and re.search(r"了|每|共|比|平均|占|\d|[一二三四五六七八九十百千]", sentence)
    ) and not re.search(
        "请|[让由]家长|列一?[张份]|必须|务必|麻烦|发到|上传|拍照|给自己|注明|写[明上出]对|自[己行]?[批判改对]", sentence
    )


def masked(text: str) -> str:
    """`text` with titles and announced quotations blanked, sign for sign; names of exercise books stay."""
    for found in _TITLE.finditer(text):
        inside = found.group()
        if inside[0] == "《":
            blank = not _WORKBOOK.search(inside)
        else:
            before = text[: found.start()]
            word = len(inside) <= 6 and not _NAMED.search(before) and not _PLATFORM.match(text, found.end())
            sentence = len(inside) > 7 and before.endswith((":", "一句"))
            blank = word or sentence or bool(_ANNOUNCED.search(before) or _RESUMED.match(text, found.end()))
        if blank:
            text = text[: found.start() + 1] + "□" * (len(inside) - 2) + text[found.end() - 1 :]
    return text


def grade_of(clause: str) -> int | None:
    """The (highest) grade that a clause's opening addresses, None where it addresses none."""
    found = _GRADE.match(clause)
    if found is None:
        return None
    return max(_NUMERALS.find(sign) + 1 or int(sign) for sign in found.groups() if sign)

"""How often the same thing is to be written: 抄写N遍, 每个写N个, ×N, 一字一行."""

import re
from collections.abc import Iterator

from shuangjian.homework.content import numerals
from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.reading import Clause, Reading
from shuangjian.homework.content.standing import Standing, standing
from shuangjian.homework.content.words import schoolwork as work

_TIMES = re.compile(rf"(?<!第)(?P<n>{numerals.NUMBER})(?:个)?{work.COUNT_UNIT}")
_CROSS = re.compile(
    r"(?<![\d长宽高底])[x×*✕](?P<n>\d{1,2})(?![\d.=+\-×x÷米厘])|(?P<m>[三四五六七八九十\d]{1,2})[x×](?=[,。]|$)"
)
_TONGUES = re.compile(
    r"(?P<n>[两三四五六七八九十\d]{1,2})(?:遍)?(?:英文?[语]?|词)[,和+]?[一二两三\d](?:遍)?(?:汉语?|"
    r"中文?|意思?|中)|英(?:文|"
    r"语)?(?P<k>[两三四五六七八九十\d]{1,2})(?:遍)?[、,和]?[汉中][文语]?[一二两三\d]|"
    r"(?<!\d)(?P<m>\d)\+\d(?=[,。写抄;]|$)"
)
_EACH = re.compile(
    rf"{work.EACH}[^,。\d]{{0,6}}?(?:写|抄写?|默写?|描|练)?满?(?P<n>{numerals.NUMBER})(?:个|"
    rf"遍)(?!{work.MADE_NOT_COPIED})(?=[,。;!、)和]|$|组|并|再|默)"
)
_LINES = re.compile(
    rf"(?:抄写?|写|描|练|各|每个?|[一每]字|"
    rf"书写)(?:[^,。]{{0,8}}?)(?P<n>{numerals.NUMBER}){work.LINE_UNIT}(?!的?小?诗|字|话|程序|代码)|"
    rf"[一每]个?[字词](?:[写抄描练]满?)?(?P<m>半|一|两|二)整?(?:行|页|排)"
)
_SIGN_EACH = r"(?:[每一]个?(?:生?字|词语?|单词|字母|拼音|数字|汉字)|生字[^,。]{0,3}(?:各|每个))"
_CELLS = re.compile(  # 每字抄满一整行(10格), 每字写满10格
    rf"{_SIGN_EACH}[^,。\d]{{0,6}}?(?:写|抄写?|默写?|描|练)?"
    rf"(?:[^,。]{{0,4}}[行排][^,。]{{0,2}}?\(?(?:每行|一行|共|约)?(?P<n>{numerals.NUMBER})[格个遍字]|满?(?P<m>{numerals.NUMBER})格)"
    rf"(?!一?[行排]|{work.MADE_NOT_COPIED})"
)
_SPREAD = re.compile(  # 今天抄一遍，明天再抄一遍: the same thing, spread over days or hours
    r"(?:今[天晚]|明[天早晚]|后天|周[一二三四五六日末]|第[一二三四五]天|早[上读]|午间|中午|[上下]午|晚上|睡前|课间|在校|回家)"
    rf"(?:再|又|各|也)?(?:抄写?|写|默写?|誊)(?P<n>{numerals.NUMBER})遍(?=[,。;]|$)"
)
_SHEETS = re.compile(  # copied so that a number of sheets is full
    rf"(?:抄写?|誊写?)(?:满)?(?:一共|总共|共)?(?P<n>{numerals.NUMBER})[张份](?![口试卷题])|一式(?P<m>{numerals.NUMBER})份"
)
_COPIES_AND_DICTATIONS = re.compile(r"(?P<n>[二两三四五六七八九十\d]{1,2})抄[一二两三四五\d]默")
_OF_ONE_SIGN = re.compile(rf"(?:写|抄|描|练)满?(?P<n>{numerals.NUMBER})个(?=[,。;]|$)")
_EACH_TIME = re.compile(rf"每个[字词]?[^,。\d]{{0,6}}?(?P<n>{numerals.NUMBER})次(?=[,。;]|$)")
_ONE_SIGN = re.compile('[“"「]□[”"」]|[这该此一]个字')
_VAGUE = re.compile(r"(?:反复|重复|来回|不停地?)(?:地)?(?:抄|写|默)|(?:再|重新)(?:做|抄|写)一遍")
_WRITING, _OTHER = re.compile(work.WRITING), re.compile(work.OTHER_ACT)
_ANY_ACT = re.compile(rf"(?P<w>{work.WRITING})|(?P<d>{work.DRILL})|(?P<o>{work.OTHER_ACT})")
_DRILLED = re.compile(work.DRILL_OBJECT)
_SAME_PAPER = re.compile(work.SEPARATE_SHEET + "|同样|相同|原题|昨天|上次|整[张本]")
_COPIED = re.compile(work.COPIED)


def copying(reading: Reading, refused_from: int | None) -> Iterator[Hit]:
    """REPETITION: refused from the number the school or bureau has set; where none is set, warned from two."""
    for clause in reading.clauses:
        if clause.sentence.is_a_sum:
            continue
        found = _spread(clause) or _most(clause)
        if found is None:
            if vague := _said_vaguely(clause):
                yield vague
            continue
        start, end, times, certain = found
        bound = standing(clause, start, end)
        if bound < Standing.ADVISED or times < 2:
            continue
        if refused_from is not None and times < refused_from and certain:
            continue
        refused = certain and refused_from is not None and bound is Standing.DEMANDED
        verdict = Verdict.REFUSE if refused else Verdict.WARN
        yield Hit(Kind.REPETITION, verdict, clause.start + start, clause.start + end, str(times) if certain else "")


def _most(clause: Clause) -> tuple[int, int, int, bool] | None:
    """The largest number of copies in the clause: start, end, copies, and whether copies (not lines) are counted."""
    counted = []
    for found in _TIMES.finditer(clause.text):
        if _is_written(clause, found):
            counted.append((found.start(), found.end(), numerals.least(found["n"]), True))
    for pattern in (_CROSS, _TONGUES):
        for found in pattern.finditer(clause.text):
            if _writes(clause.sentence.text) or _about_words(clause):
                counted.append((found.start(), found.end(), numerals.least(_named(found)), True))
    for found in (*_EACH.finditer(clause.text), *_CELLS.finditer(clause.text)):
        if _writes(clause.text) or _writes(clause.sentence.text):
            counted.append((found.start(), found.end(), numerals.least(_named(found)), True))
    counted += _of_sheets_and_signs(clause)
    if counted:
        return max(counted, key=lambda one: one[2])
    for found in _LINES.finditer(clause.text):
        if (_writes(clause.sentence.text) or _about_words(clause)) and _COPIED.search(clause.sentence.text):
            return found.start(), found.end(), 5, False
    return None


def _spread(clause: Clause) -> tuple[int, int, int, bool] | None:
    """The copies of all clauses of the sentence together, told at the last of them."""
    found = list(_SPREAD.finditer(clause.sentence.text))
    last = clause.start - clause.sentence.start
    if len(found) < 2 or not last <= found[-1].start() < last + len(clause.text):
        return None
    times = sum(numerals.least(one["n"]) for one in found)
    return found[-1].start() - last, found[-1].end() - last, times, True


def _of_sheets_and_signs(clause: Clause) -> list[tuple[int, int, int, bool]]:
    offset = clause.start - clause.sentence.start
    whole = clause.sentence.full[offset : offset + len(clause.text)]
    found = [*_SHEETS.finditer(clause.text), *_COPIES_AND_DICTATIONS.finditer(whole)]
    if _writes(clause.sentence.text):
        found += _EACH_TIME.finditer(clause.text)
    if _ONE_SIGN.search(clause.sentence.text):
        found += _OF_ONE_SIGN.finditer(clause.text)
    return [(one.start(), one.end(), numerals.least(_named(one)), True) for one in found]


def _named(found: re.Match[str]) -> str:
    """The number, whichever of the pattern's groups holds it."""
    return next(number for number in found.groups() if number)


def _is_written(clause: Clause, count: re.Match[str]) -> bool:
    """Whether what is done so often is writing: by the act nearest before the count, else behind it, else before."""
    act = _nearest_before(clause.text[: count.start()])
    if act is None:
        behind = _ANY_ACT.match(clause.text[count.end() :].removeprefix("的"))
        act = behind or next((a for other in reversed(clause.before) if (a := _nearest_before(other.text))), None)
    if act is None:
        return _about_words(clause)
    if act.lastgroup == "d":
        return bool(_DRILLED.search(clause.sentence.text)) and not re.search("实验|动作|操", clause.text)
    return act.lastgroup == "w"


def _nearest_before(text: str) -> re.Match[str] | None:
    """The last act in `text` that is not part of a name: in 抄写会背的古诗 it is 抄写."""
    acts = [act for act in _ANY_ACT.finditer(text) if not _is_attribute(text[act.end() :], act.lastgroup == "w")]
    return acts[-1] if acts else None


def _is_attribute(rest: str, writes: bool) -> bool:
    """Whether an act is an attribute of what follows (会背的古诗); of writing only where 的 follows at once."""
    return rest.startswith("的") if writes else re.match(r".{0,3}的", rest) is not None


def _writes(text: str) -> bool:
    return bool(_WRITING.search(text))


def _about_words(clause: Clause) -> bool:
    return bool(
        re.search(
            "单词|词语|生字|词组|短语|黑体|unit|words|注释|口诀|概念|方程式|古诗|每个?[字词]|[一每]个?[字词]|"
            "字母|公式|田字格",
            clause.sentence.text,
        )
    ) and not _OTHER.search(clause.sentence.text)


def _said_vaguely(clause: Clause) -> Hit | None:
    found = _VAGUE.search(clause.text)
    if found is None or standing(clause, found.start(), found.end()) < Standing.ADVISED:
        return None
    if found.group().endswith("一遍") and not _SAME_PAPER.search(clause.text):
        return None
    return Hit(Kind.REPETITION, Verdict.WARN, clause.start + found.start(), clause.start + found.end())

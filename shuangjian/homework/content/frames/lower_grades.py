"""Written work that a child of grade 1 or 2 is to do at home."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.parents import is_parents_act
from shuangjian.homework.content.reading import Clause, Reading
from shuangjian.homework.content.standing import Standing, standing
from shuangjian.homework.content.words import lower_grades as words
from shuangjian.homework.content.words import mentions
from shuangjian.homework.content.words.schoolwork import OTHER_ACT
from shuangjian.homework.rules import Form

LAST_LOWER_GRADE = 2
_WRITES, _BOOKS, _DRAWN = re.compile(words.WRITES), re.compile(words.BOOKS), re.compile(words.DRAWN)
_AIR, _TRIVIAL = re.compile(words.AIR), re.compile(words.TRIVIAL)
_READ, _PENLESS = re.compile(words.READ_NOT_WRITTEN), re.compile(words.WITHOUT_PEN)
_SPOKEN = re.compile(OTHER_ACT + "|画|贴|摆|拼|认|指|剪|做家务|帮|没有|不")
_TAUGHT_MATTER = re.compile("生字|词语?|课|题|拼音|单词|字母|页|算|练习|单元|作业|句")
_AT_SCHOOL, _AT_HOME = re.compile(words.AT_SCHOOL), re.compile(words.AT_HOME)
_TAKES_HOME = re.compile(
    r"(?:(?:没|未)(?!有?[读背看听说唱])|剩|(?<![读背看听说唱])不完)(?:(?!不|别|勿)[^。]){0,10}(?:带回|回家|回去|晚上|在家)|带回家(?:写|做|完成|继续)|回家(?:继续|接着|"
    r"再)?(?:写|做|完成|抄|[算填描补默]完)|(?:在家|晚上)(?:在家)?(?:继续|接着|再)?(?:写|做|完成|抄|弄完|补完|赶完|搞定)"
)
_UNFINISHED = re.compile(r"[写做抄算填描补默]不完|(?:没|未)(?:能)?[写做抄算填描补默完]|剩下|没来得及|来不及")
_HANDMADE = re.compile("手工|画|模型|拼图|[剪折]纸|黏土|彩泥|涂|贴|搭|实验")
_PEN = re.compile("写|抄|算|填|默|字|题|词|句|练习|作业|册|卷|本")
_FINISHED_AT_HOME = re.compile(
    r"(?:晚上|今晚|在家|回家|回去|放学后?|周末|家里)(?:在家|回家|回去|再|接着|继续|自己|把[^,。]{1,6})*"
    r"(?:补|赶|写|做|抄|填|描|弄|搞|收尾?|加工|接)[^,。读背说]{0,2}(?:齐|全|完|好|上|定|掉|出来|尾|班|着)"
)
_HEADED_AT_SCHOOL = re.compile(r"^[\n(\[【]*(?:在校|校内|课上|课堂|当堂|课后服务)[^,。:)]{0,8}[):】\]]")
_ORAL_BOOK = re.compile(r"读|认|背|说|指|看|听|讲|收|带|整理|包|削|准备|装|编|出|想|考|猜|找")
_COLLECTED = re.compile(r"^[^,。]{0,4}(?:收|交)[上齐了]")
_DRAWN_UP = re.compile("做|制作|办|填|完成")


def written_work(reading: Reading, grade: int, form: Form) -> Iterator[Hit]:
    """WRITTEN_LOWER, one hit a clause; in a 复式班 only in lines for the grade itself or for all."""
    if grade > LAST_LOWER_GRADE:
        return
    found, line_of = False, None
    for clause in reading.clauses:
        line_of = mentions.grade_of(clause.text) or line_of
        if line_of is not None and line_of > LAST_LOWER_GRADE:
            continue
        if form is Form.IN_SCHOOL and not _taken_home(clause):
            continue
        hit = _in_clause(clause, form)
        found = found or hit is not None
        if hit:
            yield hit
    if form is Form.WRITTEN and not found:
        yield from _by_its_form(reading)


def _in_clause(clause: Clause, form: Form) -> Hit | None:
    if (
        _is_at_school(clause)
        or any(_AIR.search(other.text) for other in (*clause.before, clause))
        or is_parents_act(clause)
        or (len(clause.sentence.text) <= 6 and clause.sentence.text.endswith("?"))
    ):
        return None
    for found, weak in _candidates(clause):
        bound = standing(clause, found.start(), found.end())
        if bound in (Standing.DENIED, Standing.MENTIONED):
            continue
        verdict = Verdict.WARN if weak or bound < Standing.DEMANDED else Verdict.REFUSE
        return Hit(Kind.WRITTEN_LOWER, verdict, clause.start + found.start(), clause.start + found.end())
    return None


def _candidates(clause: Clause) -> Iterator[tuple[re.Match[str], bool]]:
    """What may be written work, and whether it is only half so (a hand-made newspaper is drawn as well)."""
    drawn = _DRAWN.search(clause.text)
    for found in _written(clause):
        yield found, bool(drawn and drawn.start() <= found.start() < drawn.end())
    book = _BOOKS.search(clause.text)
    spoken = re.search("读给|说给|讲给|说说|读一读|讲一讲|背", clause.text) and not re.search("做|写|完成", clause.text)
    if (
        book
        and not spoken
        and not _COLLECTED.match(clause.text[book.end() :])
        and not _PENLESS.search(clause.sentence.text)
        and not _ORAL_BOOK.search(_DRAWN_UP.split(clause.text[: book.start()])[-1])
    ):
        yield book, False
    if taken := _taken_home(clause):
        yield taken, False
    if drawn and (
        _DRAWN_UP.search(clause.text)
        or (drawn.group().startswith("记") and not re.search("画|贴|涂|拍|说", clause.text))
    ):
        yield drawn, True


def _taken_home(clause: Clause) -> re.Match[str] | None:
    """没写完的带回家; 午休写不完的，晚上补齐: what was left unfinished, and no handicraft."""
    near = "".join(other.text for other in (*clause.before, clause))
    if _HANDMADE.search(near) and not _PEN.search(near):
        return None
    left = _UNFINISHED.search(near)
    return _TAKES_HOME.search(clause.text) or (_FINISHED_AT_HOME.search(clause.text) if left else None)


def _written(clause: Clause) -> Iterator[re.Match[str]]:
    for found in _WRITES.finditer(clause.text):
        around = clause.text[max(0, found.start() - 4) : found.end() + 4]
        told = any(read.start() < found.end() and found.start() < read.end() for read in _READ.finditer(clause.text))
        if not told and not _TRIVIAL.match(clause.text, found.end()) and not re.search("口头|嘴", around):
            yield found


def _is_at_school(clause: Clause) -> bool:
    if _taken_home(clause):
        return False
    if _HEADED_AT_SCHOOL.match(clause.sentence.text):
        return True
    return bool(_AT_SCHOOL.search(clause.text)) and not _AT_HOME.search(clause.text)


def _by_its_form(reading: Reading) -> Iterator[Hit]:
    """Set as written work, and nothing said that is done without a pen, at school, or by another grade."""
    for clause in reading.clauses:
        spoken = (
            _SPOKEN.search(clause.sentence.text)
            or _PENLESS.search(clause.sentence.text)
            or _AIR.search(clause.sentence.text)
        )
        if spoken or _is_at_school(clause) or mentions.grade_of(clause.text) or len(clause.text) < 3:
            return
        if standing(clause, 0, len(clause.text)) is Standing.DEMANDED and _TAUGHT_MATTER.search(clause.text):
            yield Hit(
                Kind.WRITTEN_LOWER, Verdict.REFUSE, clause.start, clause.start + len(clause.text.rstrip(",。;:!\n"))
            )
            return

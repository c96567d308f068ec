"""From what a row says to a school, a teaching point and a cohort of the database."""

from shuangjian.kernel.grade import Stage, cohort_of, grade_at, grade_label, numeral, stage_of
from shuangjian.people.roster.planning.blame import Blame
from shuangjian.people.roster.planning.plan import NewPoint, Plan
from shuangjian.people.roster.planning.school_names import SchoolNames, folded
from shuangjian.people.roster.planning.state import KnownSchool, State
from shuangjian.people.roster.rows import Cell, Cohort, Grade

_MAIN = frozenset(["本部", "校本部", "本校", "主校区", "校本部校区"])
_TELL_APART = frozenset("东西南北中上下前后左右内外大小老新一二三四五六七八九十")  # 东台 and 西台 are two villages
_POINT_ENDS = ("点", "校区", "分校", "小学", "学校", "部")


class Placing:
    """Answers with None after blaming the cell. A new teaching point is made for a name that is like no other."""

    def __init__(self, state: State, plan: Plan, blame: Blame) -> None:
        self._date, self._plan, self._blame = state.date, plan, blame
        self.schools = {school.id: school for school in state.schools}
        self.names = SchoolNames(state.schools)
        self._new_points: dict[tuple[int, str], int] = {}

    def school(self, where: Cell, written: str | None) -> KnownSchool | None:
        """The school a row belongs to: the one that is imported, or the one its column names."""
        if written is None:
            if self.names.only is not None:
                return self.names.only
            words = "这里有几所学校，这一行没有写是哪一所。请加上“学校名称”一列，每行都填。"
            self._blame(where, "school", "", words)
            return None
        found = self.names.find(written)
        if isinstance(found, str):
            self._blame(where, "school", written, found)
            return None
        return found

    def point(self, where: Cell, school: KnownSchool, written: str | None) -> int | None:
        """A reference to the place of a class: the school, one of its teaching points, or a new one."""
        if written is None:
            return school.id
        text = folded(written)
        if text in _MAIN or text == folded(school.name):
            return school.id
        bare = text.removeprefix(folded(school.name)) or text
        known = {folded(name): pk for name, pk in school.points.items()}
        if (pk := known.get(text) or known.get(bare)) is not None:
            return pk
        near = next((name for name in school.points if _alike(bare, folded(name))), None)
        if near is not None:
            self._blame(where, "teaching_point", written, f"本校没有这个教学点，有“{near}”。请改成一样的名字。")
            return None
        if not bare.endswith(_POINT_ENDS):
            words = "看不出是哪个教学点。请写全称，如 柳沟教学点；不在教学点上课的空着。"
            self._blame(where, "teaching_point", written, words)
            return None
        if (school.id, bare) not in self._new_points:
            self._plan.new_points.append(NewPoint(school.id, written.removeprefix(school.name) or written))
            self._new_points[school.id, bare] = -len(self._plan.new_points)
        return self._new_points[school.id, bare]

    def cohort(self, where: Cell, school: KnownSchool, grade: Grade | Cohort) -> int | None:
        """The kernel's cohort of a grade as written, in a grade that the school has now."""
        found = self._of_grade(school, grade) if isinstance(grade, Grade) else self._of_entry(school, grade)
        if isinstance(found, str):
            words = grade_label(grade.value) if isinstance(grade, Grade) else f"{grade.entry_year}级"
            self._blame(where, "grade", words, found)
            return None
        return found

    def _of_grade(self, school: KnownSchool, grade: Grade) -> int | str:
        try:
            value = grade.under(school.system)
        except ValueError:
            return f"{school.name}是{school.system.label}，没有初四。请核对年级。"
        if value in school.grades:
            return cohort_of(value, self._date)
        if grade.junior_year and not has_stage(school, Stage.JUNIOR):
            return f"{school.name}没有初中，只有{span(school)}。请核对年级或学校。"
        return f"{school.name}只有{span(school)}。请核对年级或学校。"

    def _of_entry(self, school: KnownSchool, grade: Cohort) -> int | str:
        """2022级 may be the year of primary or of junior entry: whichever makes a grade the school has."""
        stages = [grade.stage] if grade.stage else [stage for stage in Stage if has_stage(school, stage)]
        found = [
            cohort
            for stage in stages
            if (value := grade_at(cohort := grade.under(stage, school.system), self._date)) in school.grades
            and stage_of(value, school.system) is stage
        ]
        if len(found) == 1:
            return found[0]
        if found:
            year = grade.entry_year
            return f"{year}级可能是小学入学，也可能是初中入学。请写成 小学{year}级 或 初中{year}级。"
        return f"按入学年份算，{grade.entry_year}级现在不在{span(school)}里。请核对。"


def has_stage(school: KnownSchool, stage: Stage) -> bool:
    return any(stage_of(grade, school.system) is stage for grade in (school.first_grade, school.last_grade))


def span(school: KnownSchool) -> str:
    """一到六年级."""
    if school.first_grade == school.last_grade:
        return grade_label(school.first_grade)
    return f"{numeral(school.first_grade)}到{grade_label(school.last_grade)}"


def _alike(one: str, other: str) -> bool:
    """One sign more, less or other: a slip of the pen rather than another place."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    if len(one) == len(other):
        differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
        return len(differing) == 1 and not set(differing[0]) <= _TELL_APART
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))

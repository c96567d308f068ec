"""Teaching assignments and homeroom posts: what begins and what ends."""

from shuangjian.kernel.grade import grade_at
from shuangjian.people.roster.planning.blame import Blame
from shuangjian.people.roster.planning.classes import Classes, Key
from shuangjian.people.roster.planning.placing import Placing
from shuangjian.people.roster.planning.plan import NewHomeroom, NewTeaching, Plan
from shuangjian.people.roster.planning.staff import Staff
from shuangjian.people.roster.planning.state import KnownHomeroom, KnownTeaching, State
from shuangjian.people.roster.rows import Kind, LeaverKind, Reading, TeachingRow


class Lessons:
    """Plans what a file says about who teaches what to whom."""

    def __init__(
        self, state: State, plan: Plan, placing: Placing, blame: Blame, classes: Classes, staff: Staff, pupils: set[int]
    ) -> None:
        """`pupils`: the schools whose pupils the same file lists, so that a class without any of them ends."""
        self._state, self._plan, self._placing, self._blame = state, plan, placing, blame
        self._classes, self._staff, self._with_pupils = classes, staff, pupils
        self._wanted: set[tuple[int, int, str]] = set()
        self._heads: dict[int, int] = {}

    def plan(self, reading: Reading) -> None:
        found = [(row, *known) for row in reading.teachings if (known := self._known(row, reading))]
        scope = {school_id for _, school_id, _, _ in found} if Kind.TEACHINGS in reading.kinds else set()
        for row, _, person, klass in found:
            if row.subject is not None:
                self._wanted.add((person, klass, row.subject))
            if row.homeroom:
                self._heads[klass] = person
        self._begin(found)
        self._end(reading, scope)

    def _known(self, row: TeachingRow, reading: Reading) -> tuple[int, int, int] | None:
        """School, teacher and class of a row; both are looked for, so that both are named when both are missing."""
        school = self._placing.school(row.where, row.school)
        if school is None:
            return None
        place = self._placing.point(row.where, school, row.teaching_point)
        cohorts = [self._placing.cohort(row.where, school, grade) for grade in row.grades]
        if place is None or None in cohorts:
            return None
        held = {cohort for cohort in cohorts if cohort is not None}
        if row.mixed:
            key = Key(school.id, place, None, row.class_number, "", True, frozenset(held))
        else:
            name = (row.class_label or "") if row.class_number is None else ""
            key = Key(school.id, place, min(held), row.class_number, name)
        klass = self._classes.find(key, held)
        if klass is not None and school.id in self._with_pupils and klass not in self._classes.seats:
            klass = None
        if klass is None and not reading.bad:
            listed = school.id in self._with_pupils
            words = "学生表里没有这个班的学生。" if listed else f"{school.name}没有这个班。"
            self._blame(row.where, "class", _class_words(row), words + "请改正班级，或先在学生表里补上这个班的学生。")
        teacher = self._teacher(row, school.id, reading)
        if klass is None or teacher is None:
            return None
        if row.subject is not None and not self._taught_here(row, klass):
            return None
        return school.id, teacher, klass

    def _taught_here(self, row: TeachingRow, klass: int) -> bool:
        grades = {grade_at(cohort, self._state.date) for cohort in self._classes.cohorts(klass)}
        if row.subject is None or grades & set(row.subject.grades):
            return True
        words = f"{self._classes.label(klass)}不开{row.subject.label}。请核对学科或班级。"
        self._blame(row.where, "subject", row.subject.label, words)
        return False

    def _teacher(self, row: TeachingRow, school_id: int, reading: Reading) -> int | None:
        teacher = self._staff.find(school_id, row.teacher_number)
        if teacher is None:
            if not reading.bad:
                words = "本校教师里没有这个工号。请改正工号，或先在教师表里加上这位老师。"
                self._blame(row.where, "teacher_number", row.teacher_number, words)
            return None
        if row.teacher_name is not None and row.teacher_name != self._staff.name(teacher):
            words = f"这个工号是“{self._staff.name(teacher)}”，这里写的是“{row.teacher_name}”。请改正工号或姓名。"
            self._blame(row.where, "teacher_number", row.teacher_number, words)
            return None
        return teacher

    def _begin(self, found: list[tuple[TeachingRow, int, int, int]]) -> None:
        held = {(t.person_id, t.class_id, t.subject) for t in self._state.teachings}
        heads = {(h.person_id, h.class_id) for h in self._state.homerooms}
        for row, school_id, person, klass in found:
            where = f"{self._staff.name(person)}　{self._classes.label(klass)}"
            if row.subject is not None and (person, klass, row.subject) not in held:
                held.add((person, klass, row.subject))
                self._plan.new_teachings.append(NewTeaching(person, school_id, klass, row.subject))
                self._plan.say("new_teachings", f"{where}{row.subject.label}")
            if row.homeroom and (person, klass) not in heads and self._heads[klass] == person:
                heads.add((person, klass))
                self._plan.new_homerooms.append(NewHomeroom(person, school_id, klass))
                self._plan.say("new_homerooms", where)

    def _end(self, reading: Reading, scope: set[int]) -> None:
        """What the file leaves out, what it ends by a row of its own, and what ends with its class or its teacher."""
        closing = set(self._plan.ended_classes)
        told = {
            (person, klass, row.teaching.subject)
            for row in reading.leavers
            if row.kind is LeaverKind.TEACHING and row.teaching and (known := self._known(row.teaching, reading))
            for _, person, klass in [known]
        }
        for held in self._state.teachings:
            key = (held.person_id, held.class_id, held.subject)
            absent = reading.complete and held.school_id in scope and key not in self._wanted
            if absent or key in told - self._wanted or self._over(held, closing):
                self._plan.ended_teachings.append(held.id)
                self._plan.say("ended_teachings", self._words(held.person_id, held.class_id) + held.subject.label)
        speaking = {self._classes.school_of(klass) for klass in self._heads} if reading.complete else set()
        for post in self._state.homerooms:
            head = self._heads.get(post.class_id)
            absent = head is None and post.school_id in speaking
            replaced = head is not None and head != post.person_id
            if absent or replaced or self._over(post, closing):
                self._plan.ended_homerooms.append(post.id)
                self._plan.say("ended_homerooms", self._words(post.person_id, post.class_id))

    def _over(self, held: KnownTeaching | KnownHomeroom, closing: set[int]) -> bool:
        """Whether the class ends, or the teacher leaves for good or for another school."""
        gone = held.person_id in self._staff.leaving
        return (
            gone or held.class_id in closing or self._staff.moved.get(held.person_id, held.school_id) != held.school_id
        )

    def _words(self, person: int, klass: int) -> str:
        return f"{self._staff.name(person)}　{self._classes.label(klass) if klass in self._classes.known else ''}"


def _class_words(row: TeachingRow) -> str:
    return row.class_label or (str(row.class_number) if row.class_number is not None else "")

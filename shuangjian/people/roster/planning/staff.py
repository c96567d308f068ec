"""Teachers: who is new, who comes back or over from another school, who leaves."""

from collections.abc import Callable

from shuangjian.people.roster.planning.blame import Blame
from shuangjian.people.roster.planning.placing import Placing
from shuangjian.people.roster.planning.plan import Identity, Leaving, NewTeacher, Plan, Return
from shuangjian.people.roster.planning.references import UNKNOWN, alias, is_reference, staff_reference
from shuangjian.people.roster.planning.state import KnownTeacher, State
from shuangjian.people.roster.rows import Kind, LeaverKind, LeaverRow, Reading, TeacherRow

Digest = Callable[[str, str], str]


class Staff:
    """Plans what a file says about teachers, and answers afterwards who has which 工号.

    A 工号 is looked up for the whole city first, then within the school: schools number their staff by themselves, and
    the same T001 with another name at another school is somebody else.
    """

    def __init__(self, state: State, plan: Plan, placing: Placing, blame: Blame, digest: Digest) -> None:
        self._state, self._plan, self._placing, self._blame, self._digest = state, plan, placing, blame, digest
        self._by_digest = {teacher.digest: teacher for teacher in state.teachers if teacher.digest}
        self._by_digest |= {alias(t.school_id, staff_reference(t.id)): t for t in state.teachers}
        self._by_id = {teacher.id: teacher for teacher in state.teachers}
        self._claimed: set[int] = set()
        self._refs: dict[tuple[int, str], int] = {}
        self._names: dict[int, str] = {}
        self.leaving: set[int] = set()
        self.moved: dict[int, int] = {}
        self.scope: set[int] = set()

    def plan(self, reading: Reading) -> None:
        rows = [(row, school.id) for row in reading.teachers if (school := self._placing.school(row.where, row.school))]
        leavers = [
            (row, school.id)
            for row in reading.leavers
            if row.kind is LeaverKind.TEACHER and (school := self._placing.school(row.where, row.school))
        ]
        if Kind.TEACHERS in reading.kinds:
            self.scope = {school_id for _, school_id in rows}  # a list of leavers alone says nothing of who stays
        self._listed = {(school_id, row.number) for row, school_id in rows}
        self._scope_complete = self.scope if reading.complete else set()
        for row, school_id in rows:
            self._works(row, school_id)
        for leaver, school_id in leavers:
            self._leaves(leaver, school_id)
        if reading.complete:
            self._absent_leave()

    def find(self, school_id: int, number: str) -> int | None:
        """The reference of the teacher with this 工号 at the school once the plan is applied; None if there is none."""
        if (school_id, number) in self._refs:
            return self._refs[school_id, number]
        teacher = self._held_here(school_id, number, working=True)
        return teacher.id if teacher and teacher.id not in self.leaving else None

    def name(self, ref: int) -> str:
        """The name of a teacher by reference, as it will be."""
        return self._names.get(ref) or self._by_id[ref].name

    def _held_here(self, school_id: int, number: str, *, working: bool) -> KnownTeacher | None:
        if is_reference(number):
            keys = [alias(school_id, number)]
        else:
            keys = [self._digest(kind, number) for kind in ("staff", f"staff@{school_id}")]
        for key in keys:
            teacher = self._by_digest.get(key)
            if teacher is not None and teacher.school_id == school_id and not (working and teacher.gone):
                return teacher
        return None

    def _works(self, row: TeacherRow, school_id: int) -> None:
        digest = self._digest("staff", row.number)
        teacher = self._held_here(school_id, row.number, working=False)
        if teacher is None and is_reference(row.number):
            self._blame(row.where, "teacher_number", row.number, UNKNOWN)
            return
        if teacher is None:
            holder = self._by_digest.get(digest)
            if holder is not None and holder.name == row.name:
                teacher = holder if holder.gone or self._let_go(holder, row.number) else None
                if teacher is None:
                    words = "这位老师的工号还在另一个单位。请先由那里更新名册、写明调出，再在这里添加。"
                    self._blame(row.where, "teacher_number", row.number, words)
                    return
            elif holder is not None:
                digest = self._digest(f"staff@{school_id}", row.number)
        if teacher is None:
            teacher = self._without_number(row, school_id, digest)
        if teacher is None:
            self._plan.new_teachers.append(NewTeacher(school_id, row.name, digest, row.number[-4:]))
            self._plan.say("new_teachers", row.name)
            self._refs[school_id, row.number] = -len(self._plan.new_teachers)
            self._names[-len(self._plan.new_teachers)] = row.name
            return
        self._claimed.add(teacher.id)
        self._refs[school_id, row.number] = teacher.id
        self._names[teacher.id] = row.name
        if teacher.gone or teacher.school_id != school_id:
            self.moved[teacher.id] = school_id
            self._plan.returning_teachers.append(Return(teacher.id, school_id))
            self._plan.say("returning_teachers", row.name)
        if teacher.digest is None and not is_reference(row.number):
            self._plan.changed_teachers.append(Identity(teacher.id, row.name, digest, row.number[-4:]))
            self._plan.say("changed_teachers", f"{row.name}，补了工号")
        elif teacher.name != row.name:
            self._plan.changed_teachers.append(Identity(teacher.id, row.name))
            self._plan.say("changed_teachers", f"{teacher.name}→{row.name}")

    def _let_go(self, holder: KnownTeacher, number: str) -> bool:
        """The other school's part of the same file no longer lists the teacher."""
        return holder.school_id in self._scope_complete and (holder.school_id, number) not in self._listed

    def _without_number(self, row: TeacherRow, school_id: int, digest: str) -> KnownTeacher | None:
        """The one teacher of this name whom somebody added without a 工号."""
        found = [
            t
            for t in self._state.teachers
            if t.digest is None
            and t.school_id == school_id
            and t.name == row.name
            and not t.gone
            and t.id not in self._claimed
        ]
        return found[0] if len(found) == 1 else None

    def _leaves(self, row: LeaverRow, school_id: int) -> None:
        if row.left_on is not None and row.left_on > self._state.date:
            words = "离职日期还没有到。请到那一天再更新，或改正日期。"
            self._blame(row.where, "left_on", row.left_on.isoformat(), words)
            return
        teacher = self._held_here(school_id, row.number, working=True) if row.number else None
        if teacher is None or teacher.id in self._claimed:
            return
        if teacher.id == self._state.acting:
            words = "不能把自己写成已离开：更新以后您就进不来了。请由别人更新，或删去这一行。"
            self._blame(row.where, "state", row.words, words)
            return
        self._leave(teacher, Leaving(teacher.id, row.left_on), f"{teacher.name}　{row.words}")

    def _absent_leave(self) -> None:
        """Who is not listed leaves, but a post that those above the school gave is not taken away by silence."""
        kept = []
        for teacher in self._state.teachers:
            if teacher.school_id not in self.scope or teacher.gone or teacher.id in self._claimed:
                continue
            if teacher.leads or teacher.id == self._state.acting:
                kept.append(teacher.name)
            else:
                self._leave(teacher, Leaving(teacher.id), teacher.name)
        if kept:
            self._plan.notes.append(
                f"有{len(kept)}位校长、教务处或上级任职的老师不在名册上，照旧留任。要离任，请在“状态”一列写明调出或退休。"
            )

    def _leave(self, teacher: KnownTeacher, leaving: Leaving, words: str) -> None:
        self._claimed.add(teacher.id)
        self.leaving.add(teacher.id)
        self._plan.leaving_teachers.append(leaving)
        self._plan.say("leaving_teachers", words)

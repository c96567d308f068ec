"""Pupils: who is new, who moves, who comes back or over from another school, who leaves."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shuangjian.people.roster.planning.blame import Blame
from shuangjian.people.roster.planning.classes import Classes, Key
from shuangjian.people.roster.planning.placing import Placing
from shuangjian.people.roster.planning.plan import Identity, Leaving, NewPupil, Plan, Seat
from shuangjian.people.roster.planning.references import UNKNOWN, alias, is_reference, reference
from shuangjian.people.roster.planning.state import KnownPupil, State
from shuangjian.people.roster.rows import Cohort, Grade, Kind, LeaverKind, LeaverRow, PupilRow, Reading
from shuangjian.people.roster.text import is_national

Digest = Callable[[str, str], str]
_HELD = "这名学生还在另一所学校的名册上。请先由那所学校更新名册、写明转出，再在这里转入；几所学校也可由教育局一次更新。"
_OTHER_NAME = "这个学籍号在另一所学校是别的姓名。请核对学籍号和姓名。"


@dataclass(slots=True)
class Placed:
    """A pupil row with its school, cohort and class as the file names it."""

    row: PupilRow
    school_id: int
    cohort: int
    key: Key
    ref: int = 0


class Pupils:
    """Plans what a file says about pupils. `scope`: the schools whose pupils the file lists."""

    def __init__(self, state: State, plan: Plan, placing: Placing, blame: Blame, digest: Digest) -> None:
        self._state, self._plan, self._placing, self._blame, self._digest = state, plan, placing, blame, digest
        self._by_digest = {pupil.digest: pupil for pupil in state.pupils if pupil.digest}
        self._by_digest |= {alias(pupil.school_id, reference(pupil.id)): pupil for pupil in state.pupils}
        self._seated: dict[tuple[int, str], list[KnownPupil]] = defaultdict(list)
        self._named: dict[tuple[int, str], list[KnownPupil]] = defaultdict(list)
        for pupil in state.pupils:
            if pupil.class_id is not None:
                self._seated[pupil.class_id, pupil.name].append(pupil)
                self._named[pupil.school_id, pupil.name].append(pupil)
        self._claimed: set[int] = set()
        self.scope: set[int] = set()

    def plan(self, reading: Reading, classes: Classes) -> None:
        placed = self._settled(list(filter(None, map(self._placed, reading.pupils))), classes)
        leavers = [(row, school) for row in reading.leavers if row.kind is LeaverKind.PUPIL
                   and (school := self._placing.school(row.where, row.school))]  # fmt: skip
        if Kind.PUPILS in reading.kinds:
            self.scope = {p.school_id for p in placed}  # a list of leavers alone says nothing of who stays
        numbers = {self._number(p.school_id, p.row.number) for p in placed if p.row.number}
        self._scope_complete = self.scope if reading.complete else set()
        waiting = [p for p in placed if not self._known_by_number(p, classes)]
        self._rivals = Counter((p.ref, p.row.name) for p in waiting)
        for p in waiting:
            self._new_or_adopted(p, numbers, classes)
        for leaver, school in leavers:
            self._leaves(leaver, school.id)
        if reading.complete:
            self._absent_leave(classes)

    def _placed(self, row: PupilRow) -> Placed | None:
        school = self._placing.school(row.where, row.school)
        if school is None:
            return None
        place = self._placing.point(row.where, school, row.teaching_point)
        cohort = self._placing.cohort(row.where, school, row.grade)
        named = [self._placing.cohort(row.where, school, Grade(grade)) for grade in row.class_grades]
        if place is None or cohort is None or None in named:
            return None
        if row.mixed:
            key = Key(school.id, place, None, row.class_number, "", True, frozenset(c for c in named if c is not None))
            if key.named_cohorts and isinstance(row.grade, Cohort) and cohort not in key.named_cohorts:
                words = "这个复式班里没有这名学生的年级。请改正年级或班级。"
                self._blame(row.where, "class", row.class_label or "", words)
                return None
        else:
            named_class = row.class_number is None
            key = Key(school.id, place, cohort, row.class_number, (row.class_label or "") if named_class else "")
        return Placed(row, school.id, cohort, key)

    def _settled(self, placed: list[Placed], classes: Classes) -> list[Placed]:
        """Open or find the class of every key at once: what a 复式班 holds is known when all its rows are read."""
        cohorts: dict[Key, set[int]] = {}
        label: dict[Key, str] = {}
        for p in placed:
            cohorts.setdefault(p.key, set(p.key.named_cohorts)).add(p.cohort)
            label.setdefault(p.key, p.row.class_label or "")
        refs = {key: classes.settle(key, held, label[key]) for key, held in cohorts.items()}
        seated = []
        for p in placed:
            ref = refs[p.key]
            if ref is None:
                words = "本校不止一个复式班，分不清是哪一个。请把年级写全，如 一、二年级复式班。"
                self._blame(p.row.where, "class", p.row.class_label or "", words)
            else:
                p.ref = ref
                seated.append(p)
        return seated

    def _number(self, school_id: int, number: str) -> str:
        """A 全国学籍号 is unique in the country, any other number within its school."""
        if is_reference(number):
            return alias(school_id, number)
        return self._digest("pupil" if is_national(number) else f"pupil@{school_id}", number)

    def _known_by_number(self, p: Placed, classes: Classes) -> bool:
        number = p.row.number
        pupil = self._by_digest.get(self._number(p.school_id, number)) if number else None
        if pupil is None and number is not None and is_reference(number):
            self._blame(p.row.where, "pupil_number", number, UNKNOWN)
            return True
        if pupil is None or number is None:
            return False
        self._claimed.add(pupil.id)
        if pupil.school_id == p.school_id:
            self._stays(p, pupil, classes)
        elif pupil.class_id is not None and not self._let_go(pupil):
            self._blame(p.row.where, "pupil_number", number, _HELD)
        elif pupil.name != p.row.name:
            self._blame(p.row.where, "pupil_number", number, _OTHER_NAME)
        else:
            self._plan.transfers.append(Seat(pupil.id, p.school_id, p.ref, p.cohort))
            self._plan.say("transfers", f"{p.row.name}　{classes.label(p.ref)}")
        return True

    def _let_go(self, pupil: KnownPupil) -> bool:
        """The other school's part of the same file no longer lists the pupil."""
        return pupil.school_id in self._scope_complete

    def _stays(self, p: Placed, pupil: KnownPupil, classes: Classes) -> None:
        self._claimed.add(pupil.id)
        here = classes.label(p.ref)
        seat = Seat(pupil.id, p.school_id, p.ref, p.cohort)
        if pupil.class_id is None:
            self._plan.returns.append(seat)
            self._plan.say("returns", f"{p.row.name}　{here}")
        elif (pupil.class_id, pupil.cohort) != (p.ref, p.cohort):
            self._plan.moves.append(seat)
            was = classes.label(pupil.class_id) if pupil.class_id in classes.known else "已结束的班"
            self._plan.say("moves", f"{p.row.name}　{was}→{here}" if was != here else f"{p.row.name}　{here}，换了年级")
        if pupil.name != p.row.name:
            self._plan.renamed_pupils.append(Identity(pupil.id, p.row.name))
            self._plan.say("renamed_pupils", f"{pupil.name}→{p.row.name}　{here}")

    def _new_or_adopted(self, p: Placed, numbers: set[str], classes: Classes) -> None:
        """A row whose number nobody holds, or without one: the child of this name in this class, or a new one."""
        same = [k for k in self._seated.get((p.ref, p.row.name), ()) if k.id not in self._claimed]
        free = [k for k in same if k.digest not in numbers] if p.row.number else same
        alone = self._rivals[p.ref, p.row.name] == 1
        if len(free) == 1 and alone:
            self._stays(p, free[0], classes)
            if p.row.number:
                digest = self._number(p.school_id, p.row.number)
                self._plan.renumbered_pupils.append(Identity(free[0].id, p.row.name, digest, p.row.number[-4:]))
                self._plan.say("renumbered_pupils", f"{p.row.name}　{classes.label(p.ref)}")
            return
        if free and not p.row.number:
            words = f"{classes.label(p.ref)}有几名同名的学生，分不清是哪一名。请填写学籍号。"
            self._blame(p.row.where, "name", p.row.name, words)
            return
        if p.row.number is None and self._unclear_without_number(p, classes):
            return
        number = p.row.number or ""
        kept = self._number(p.school_id, number) if number else None
        self._plan.new_pupils.append(NewPupil(p.school_id, p.row.name, kept, number[-4:], p.ref, p.cohort))
        self._plan.say("new_pupils", f"{p.row.name}　{classes.label(p.ref)}")

    def _unclear_without_number(self, p: Placed, classes: Classes) -> bool:
        """Whether a child of this name sits in another class: moved, or somebody else? A name cannot tell."""
        others = [k for k in self._named.get((p.school_id, p.row.name), ()) if k.id not in self._claimed]
        if not others:
            return False
        where = classes.label(others[0].class_id) if others[0].class_id in classes.known else "别的班"
        words = f"{where}也有一名“{p.row.name}”，没有学籍号，分不清是换了班还是另一名学生。请填写学籍号。"
        self._blame(p.row.where, "name", p.row.name, words)
        return True

    def _leaves(self, row: LeaverRow, school_id: int) -> None:
        if row.left_on is not None and row.left_on > self._state.date:
            words = "离校日期还没有到。请到那一天再更新，或改正日期。"
            self._blame(row.where, "left_on", row.left_on.isoformat(), words)
            return
        if row.number:
            found = self._by_digest.get(self._number(school_id, row.number))
            known = [found] if found and found.school_id == school_id and found.class_id is not None else []
        else:
            known = [k for k in self._named.get((school_id, row.name or ""), ()) if k.id not in self._claimed]
        if len(known) > 1:
            words = f"本校有{len(known)}名同名的学生，分不清是哪一名离校。请填写学籍号。"
            self._blame(row.where, "name", row.name or "", words)
        elif known and known[0].id not in self._claimed:
            self._leave(known[0], Leaving(known[0].id, row.left_on), f"{known[0].name}　{row.words}")

    def _absent_leave(self, classes: Classes) -> None:
        enrolled = [k for k in self._state.pupils if k.school_id in self.scope and k.class_id is not None]
        absent = [k for k in enrolled if k.id not in self._claimed]
        for pupil in absent:
            where = classes.label(pupil.class_id) if pupil.class_id in classes.known else "已结束的班"
            self._leave(pupil, Leaving(pupil.id), f"{pupil.name}　{where}")
        if len(enrolled) >= 20 and len(absent) * 5 >= len(enrolled):
            self._plan.notes.append(
                f"现在在读的{len(enrolled)}人里，有{len(absent)}人不在这份名册上，更新后算离校。"
                "如果这份名册不全，请先不要更新。"
            )

    def _leave(self, pupil: KnownPupil, leaving: Leaving, words: str) -> None:
        self._claimed.add(pupil.id)
        self._plan.leaving_pupils.append(leaving)
        self._plan.say("leaving_pupils", words)


def sitting(pupils: Iterable[KnownPupil], plan: Plan) -> Counter[int]:
    """How many pupils each known class keeps once the plan is applied, by class id."""
    gone = {leaving.id for leaving in plan.leaving_pupils}
    gone |= {seat.pupil_id for seat in (*plan.moves, *plan.transfers)}
    return Counter(k.class_id for k in pupils if k.class_id is not None and k.id not in gone)

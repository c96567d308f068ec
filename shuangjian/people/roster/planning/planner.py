"""The whole plan, in the order in which one thing follows from another: pupils, classes, teachers, lessons."""

from shuangjian.people.roster import limits
from shuangjian.people.roster.planning.blame import Blame
from shuangjian.people.roster.planning.classes import Classes
from shuangjian.people.roster.planning.lessons import Lessons
from shuangjian.people.roster.planning.placing import Placing
from shuangjian.people.roster.planning.plan import Plan
from shuangjian.people.roster.planning.pupils import Digest, Pupils, sitting
from shuangjian.people.roster.planning.school_names import SchoolNames
from shuangjian.people.roster.planning.staff import Staff
from shuangjian.people.roster.planning.state import KnownSchool, State
from shuangjian.people.roster.rows import Kind, Reading, in_file_order


def plan_roster(reading: Reading, state: State, digest: Digest) -> Plan:
    """What applying `reading` to `state` would write, with every cell that contradicts the database in `bad`.

    A complete file speaks for the schools it names and the kinds of rows it has, and for nothing else: who is missing
    there leaves, classes without pupils end. `digest(kind, number)` is how numbers are kept.
    """
    plan, blame = Plan(), Blame(reading)
    placing = Placing(state, plan, blame)
    classes = Classes(state, plan, _pointless(reading, placing))
    pupils = Pupils(state, plan, placing, blame, digest)
    pupils.plan(reading, classes)
    _close_and_number(reading, state, plan, classes, pupils, blame)
    staff = Staff(state, plan, placing, blame, digest)
    staff.plan(reading)
    Lessons(state, plan, placing, blame, classes, staff, pupils.scope if reading.complete else set()).plan(reading)
    sheets = [layout.sheet for layout in reading.layouts]
    plan.bad = list(in_file_order((*reading.bad, *blame.found), sheets))
    if blame.unlisted:
        plan.notes.append(f"问题太多，先列出前{limits.BAD_CELLS}处，另有{blame.unlisted}处没有列出。请先改完这些。")
    _tell_what_stays(reading, state, plan, pupils, staff)
    for kind in ("new_points", "new_classes", "ended_classes"):
        _say_places(kind, plan, classes)
    return plan


def schools_named(reading: Reading, schools: tuple[KnownSchool, ...]) -> frozenset[int]:
    """The schools a file speaks about: the only one, or those that its rows name."""
    if len(schools) == 1:
        return frozenset({schools[0].id})
    written = {row.school for row in reading.pupils} | {row.school for row in reading.teachers}
    written |= {row.school for row in reading.teachings} | {row.school for row in reading.leavers}
    finder = SchoolNames(schools)
    return frozenset(found.id for name in written if name and isinstance(found := finder.find(name), KnownSchool))


def _pointless(reading: Reading, placing: Placing) -> frozenset[int]:
    """The schools none of whose rows names a teaching point."""
    written = {row.school for row in reading.pupils if row.teaching_point is not None}
    written |= {row.school for row in reading.teachings if row.teaching_point is not None}
    if None in written:
        return frozenset()
    named = {found.id for text in written if text and isinstance(found := placing.names.find(text), KnownSchool)}
    return frozenset(placing.schools) - named


def _close_and_number(
    reading: Reading, state: State, plan: Plan, classes: Classes, pupils: Pupils, blame: Blame
) -> None:
    """End classes that nobody sits in any more, adjust what 复式班 hold, and give new classes their numbers."""
    left = sitting(state.pupils, plan)
    needed = {(c.place, cohort, c.number) for c in plan.new_classes for cohort in c.cohorts}
    for klass in classes.known.values():
        held = classes.seats.get(klass.id)
        if held is None:
            empty = reading.complete and klass.school_id in pupils.scope and not left[klass.id]
            replaced = not classes.in_session(klass) and any(
                (klass.place_id, cohort, klass.number) in needed for cohort in klass.cohorts
            )
            if empty or replaced:
                plan.ended_classes.append(klass.id)
            continue
        plan.gained_cohorts += [(klass.id, cohort) for cohort in sorted(held - klass.cohorts)]
        # left with a single grade it stays a 复式班, as the file still calls it one
        plan.lost_cohorts += [
            (klass.id, cohort)
            for cohort in sorted(klass.cohorts - held)
            if reading.complete and (len(held) > 1 or not classes.in_session(klass, cohort))
        ]
    for key in classes.number_the_new(plan.ended_classes, plan.lost_cohorts):
        words = "同一个年级已经有一个同号的复式班。请给其中一个换个班号。"
        for row in reading.pupils:
            if row.class_number == key.number and not row.mixed:
                blame(row.where, "class", str(row.class_number), words)
                break


def _tell_what_stays(reading: Reading, state: State, plan: Plan, pupils: Pupils, staff: Staff) -> None:
    missing = [kind.label for kind in Kind if kind not in reading.kinds]
    if missing:
        plan.notes.append(f"这份文件没有{'、'.join(missing)}，这部分照旧不变。")
    if not reading.complete:
        plan.notes.append("这是增量：只改里面写到的，没有写到的照旧不变。")
    named = pupils.scope | staff.scope
    if len(state.schools) > 1 and (others := len(state.schools) - len(named)) > 0 and named:
        plan.notes.append(f"这份文件写到{len(named)}所学校，其余{others}所照旧不变。")
    if any(row.duty for row in reading.teachers):
        plan.notes.append("“职务”一列只供核对：校长和教务处由上级定，班主任看任课表。")


def _say_places(kind: str, plan: Plan, classes: Classes) -> None:
    if kind == "new_points":
        for point in plan.new_points:
            plan.say(kind, point.name)
    elif kind == "new_classes":
        for number, _ in enumerate(plan.new_classes, start=1):
            plan.say(kind, classes.label(-number))
    else:
        for pk in plan.ended_classes:
            plan.say(kind, classes.label(pk))

"""What a teacher's homework will take, before anybody has done it: by the factors that the last night left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shuangjian.homework.rules import Form
from shuangjian.kernel.grade import Stage, System, stage_of
from shuangjian.schools.queries import schools_facts
from shuangjian.timing.models import CellFactor, SchoolFactor, TeacherFactor
from shuangjian.timing.rules.kinds import Source
from shuangjian.timing.rules.prediction import CITY_FROM, NOTHING_KNOWN, OWN_FROM, Prediction

AMBIGUOUS_GRADE = 6  # primary in six-three schools, junior in five-four ones


@dataclass(frozen=True)
class Writer:
    """Who sets homework of a subject, and in which school."""

    person_id: int
    school_id: int
    subject: str


def prediction_of(writer: Writer, form: Form, grades: Iterable[int]) -> Prediction:
    """What such work of a teacher takes in these grades; where they are of two stages, that of the greater factor.

    One query where nothing is known of the subject in the city, otherwise three, and two more for a grade 6. What does
    not count is not predicted.
    """
    if not form.counts:
        return NOTHING_KNOWN
    found = predictions_of(((writer, stage) for stage in Stage), form)
    if not any(one.is_known for one in found.values()):
        return NOTHING_KNOWN
    stages = {stage_in(grade, writer.school_id) for grade in grades}
    return max((found[writer, stage] for stage in stages), key=lambda one: one.log_factor, default=NOTHING_KNOWN)


def predictions_of(
    asked: Iterable[tuple[Writer, Stage]], form: Form = Form.WRITTEN
) -> Mapping[tuple[Writer, Stage], Prediction]:
    """The same for many teachers at once. Three queries, however many; one where nothing is known."""
    asked = set(asked)
    subjects = {writer.subject for writer, _ in asked}
    cells = {(c.subject, c.stage): c for c in CellFactor.objects.filter(subject__in=subjects, form=form)}
    if not cells:
        return dict.fromkeys(asked, NOTHING_KNOWN)
    teachers = TeacherFactor.objects.filter(person_id__in={w.person_id for w, _ in asked}, subject__in=subjects)
    schools = SchoolFactor.objects.filter(school_id__in={w.school_id for w, _ in asked}, subject__in=subjects)
    own = {(row.person_id, row.subject): row for row in teachers}
    of_school = {(row.school_id, row.subject): row for row in schools}
    found = {}
    for writer, stage in asked:
        cell = cells.get((writer.subject, stage))
        school = of_school.get((writer.school_id, writer.subject))
        teacher = own.get((writer.person_id, writer.subject))
        found[writer, stage] = _prediction(cell, teacher, school) if cell else NOTHING_KNOWN
    return found


def stage_in(grade: int, school_id: int) -> Stage:
    """The stage of a grade of a school; the school is asked about grade 6 alone."""
    if grade != AMBIGUOUS_GRADE:
        return stage_of(grade, System.SIX_THREE)
    return stage_of(grade, schools_facts([school_id])[school_id].system)


def _prediction(cell: CellFactor, own: TeacherFactor | None, school: SchoolFactor | None) -> Prediction:
    """The teacher's kappa is shrunk to the school's already; who has none starts there, or at the city's mean."""
    spread = cell.spread_of_teachers**2
    of_a_work = cell.spread_of_works**2
    if own is not None and own.works:
        source = Source.OWN if own.works >= OWN_FROM else Source.SCHOOL if school else Source.CITY
        works = own.works if source is Source.OWN else school.works if school else cell.works
        return Prediction(source, cell.alpha + own.kappa, own.variance, of_a_work, works, own.as_of)
    if school is not None:
        log_factor, variance = cell.alpha + school.kappa, school.variance + spread
        return Prediction(Source.SCHOOL, log_factor, variance, of_a_work, school.works, school.as_of)
    if cell.schools < CITY_FROM:
        return NOTHING_KNOWN
    return Prediction(Source.CITY, cell.alpha, spread, of_a_work, cell.works, cell.as_of)

"""Tutoring as those who know of it see it. How it goes into the draw: queries.lists."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from shuangjian.afterschool import access
from shuangjian.afterschool.draw import lottery_key
from shuangjian.afterschool.models import Draw, Placement, Programme, SignUp, TutoringPlace, TutoringProposal
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.afterschool.rules.weekdays import weekdays_label
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.day import shanghai_date
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import seats_of
from shuangjian.schools.queries import ClassNow


@dataclass(frozen=True)
class Asked:
    """A child that was asked, by name for who may read it: `accepted` None while nobody has answered; `comes` once it
    has the place."""

    proposal_id: int
    pupil_id: int
    name: str
    class_id: int
    accepted: bool | None
    comes: bool
    proposed_by: str


@dataclass(frozen=True)
class Afternoon:
    """A teacher's afternoon with the children whom the actor knows to be asked to it."""

    id: int
    subject: str
    weekday: int
    capacity: int
    taken: int
    leader: str
    children: tuple[Asked, ...]

    @property
    def id_text(self) -> str:
        """The id as part of a field's name."""
        return str(self.id)

    @property
    def words(self) -> str:
        return f"{weekdays_label([self.weekday])}　{Subject(self.subject).label}"


@dataclass(frozen=True)
class Invitation:
    """What a family reads: `answer` None while it has not said anything; `comes` once the child has the place; `joined`
    where it is in the service at all; `can_change` while the answer still counts; `is_told` after the results, when a
    yes takes a seat at once; `file_of` is school and term of the tutoring draw's file, once the family may have it."""

    proposal_id: int
    pupil_id: int
    subject: str
    weekday: int
    leader: str
    hours: tuple[dt.time, dt.time]
    answer: bool | None
    comes: bool
    joined: bool
    can_change: bool
    is_told: bool
    file_of: tuple[int, ServiceTerm] | None
    seats_left: int

    @property
    def day(self) -> str:
        return weekdays_label([self.weekday])


def afternoons_planned(by: Actor, programme: Programme, path: str, at: dt.datetime) -> list[Afternoon]:
    """All of them with everybody who was asked, for whoever plans the service; for the teacher of an afternoon, that
    one with the children who come. Three queries. Raises NotVisible, NotAllowed."""
    places = _places(programme.pk)
    if access.can_coordinate(by, programme.school_id):
        return _with_children(places, _proposals(places), at)
    own = [place for place in places if access.leads_tutoring(by, place)]
    if not own:
        access.check_can_coordinate(by, programme.school_id, path)
    return _with_children(own, _proposals(own), at, only_who_comes=True)


def afternoons_for_class(by: Actor, klass: ClassNow, programme: Programme, at: dt.datetime) -> list[Afternoon]:
    """The afternoons to which the actor may ask children of a class: with those of the class who were asked, for its
    homeroom teacher; with those whom the actor asked, for others. Raises NotVisible, NotAllowed."""
    access.check_can_propose(by, klass)
    places = [p for p in _places(programme.pk) if access.can_propose(by, klass.id, p.subject)]
    asked = _proposals(places)
    if not access.is_homeroom(by, klass.id):
        asked = [one for one in asked if one.proposed_by_id == by.person_id]
    found = _with_children(places, asked, at)
    return [_narrowed(afternoon, klass.id) for afternoon in found]


def invitations_for(pupil_id: int, at: dt.datetime) -> list[Invitation]:
    """What teachers propose for a child whose guardian asks; the caller has seen to that. Three queries."""
    rows = TutoringProposal.objects.filter(
        pupil_id=pupil_id, withdrawn_at=None, place__programme__until__gt=shanghai_date(at)
    ).select_related("place__programme", "place__leader")
    found = list(rows.order_by("place__weekday", "pk"))
    if not found:
        return []
    programmes = {row.place.programme_id for row in found}
    draws = Draw.objects.filter(programme_id__in=programmes).only("programme", "drawn_at")
    with_file = draws.annotate(has_tutoring_file=Q(tutoring_file__isnull=False))
    drawn = {draw.programme_id: draw for draw in with_file}
    mine = Placement.objects.filter(pupil_id=pupil_id, programme_id__in=programmes, ended_at=None)
    has = {pk for pk in mine.values_list("tutoring_id", flat=True) if pk is not None}
    joins = SignUp.objects.filter(pupil_id=pupil_id, programme_id__in=programmes, answer=Answer.JOIN, left_at=None)
    joined = set(joins.values_list("programme_id", flat=True))
    return [_invitation(row, drawn.get(row.place.programme_id), has, joined, at) for row in found]


def stands_before(proposal: TutoringProposal, opaque: str) -> int:
    """How many who said yes and have no place stand before a child in the lottery, for the seats that are left of an
    afternoon. Three queries."""
    place = proposal.place
    draw = (
        Draw.objects.select_related("programme__school__place")
        .only("seed", "programme")
        .get(programme_id=place.programme_id)
    )
    programme = draw.programme
    term, school = f"{programme.year}-{programme.number}", programme.school.place.code or str(programme.school_id)
    yes = TutoringProposal.objects.filter(place=place, accepted=True, withdrawn_at=None).exclude(pk=proposal.pk)
    placed = Placement.objects.filter(tutoring=place, ended_at=None).values("pupil_id")
    waiting = SignUp.objects.filter(
        programme_id=place.programme_id, answer=Answer.JOIN, left_at=None, pupil_id__in=yes.values("pupil_id")
    ).exclude(pupil_id__in=placed)
    mine = lottery_key(draw.seed, term, school, opaque)
    names = waiting.values_list("opaque", flat=True)
    return sum(lottery_key(draw.seed, term, school, name) < mine for name in names)


def _invitation(
    row: TutoringProposal, draw: Draw | None, has: set[int], joined: set[int], at: dt.datetime
) -> Invitation:
    place, programme = row.place, row.place.programme
    is_told = draw is not None and draw.drawn_at is not None and at >= (programme.results_at or at)
    is_open = draw is None and (programme.closes_at is None or at < programme.closes_at)
    return Invitation(
        proposal_id=row.pk,
        pupil_id=row.pupil_id,
        subject=Subject(place.subject).label,
        weekday=place.weekday,
        leader=place.leader.name,
        hours=(programme.activity_from, programme.activity_until),
        answer=row.accepted,
        comes=is_told and place.pk in has,
        joined=programme.pk in joined,
        can_change=is_told or is_open,
        is_told=is_told,
        file_of=_file_of(row, draw) if is_told else None,
        seats_left=place.capacity - place.taken,
    )


def _file_of(row: TutoringProposal, draw: Draw | None) -> tuple[int, ServiceTerm] | None:
    """School and term of the tutoring draw's file, where there is one and the family is in it."""
    if draw is None or not draw.has_tutoring_file or not row.accepted:  # type: ignore[attr-defined]  # annotated
        return None
    programme = row.place.programme
    return programme.school_id, ServiceTerm(programme.year, programme.number)


def _places(programme_id: int) -> list[TutoringPlace]:
    rows = TutoringPlace.objects.filter(programme_id=programme_id).select_related("leader")
    return list(rows.order_by("weekday", "number"))


def _proposals(places: Iterable[TutoringPlace]) -> list[TutoringProposal]:
    rows = TutoringProposal.objects.filter(place__in=[p.pk for p in places], withdrawn_at=None)
    return list(rows.select_related("proposed_by").order_by("pk"))


def _with_children(
    places: list[TutoringPlace], asked: list[TutoringProposal], at: dt.datetime, *, only_who_comes: bool = False
) -> list[Afternoon]:
    seats = seats_of((one.pupil_id for one in asked), shanghai_date(at))
    mine = Placement.objects.filter(tutoring__in=[p.pk for p in places], ended_at=None)
    comes = set(mine.values_list("tutoring_id", "pupil_id"))
    children: dict[int, list[Asked]] = defaultdict(list)
    for one in asked:
        seat, here = seats.get(one.pupil_id), (one.place_id, one.pupil_id) in comes
        if seat is not None and (here or not only_who_comes):
            children[one.place_id].append(
                Asked(one.pk, seat.pupil_id, seat.name, seat.class_id, one.accepted, here, one.proposed_by.name)
            )
    return [
        Afternoon(p.pk, p.subject, p.weekday, p.capacity, p.taken, p.leader.name, tuple(children[p.pk])) for p in places
    ]


def _narrowed(afternoon: Afternoon, class_id: int) -> Afternoon:
    """Only the children of one class; how many seats are taken is not told, which would tell of other classes."""
    mine = tuple(child for child in afternoon.children if child.class_id == class_id)
    return Afternoon(afternoon.id, afternoon.subject, afternoon.weekday, afternoon.capacity, 0, afternoon.leader, mine)

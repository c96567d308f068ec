"""The lists of a programme as families left them when sign-up closed: what is sealed."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from shuangjian.afterschool.draw import Entry, Menu, band_of, build_file, digest, lists_of, sealed_of
from shuangjian.afterschool.models import Credit, Programme, SignUp, TutoringPlace, TutoringProposal
from shuangjian.afterschool.queries.menus import menu_of
from shuangjian.afterschool.rules.kinds import Answer
from shuangjian.afterschool.rules.naming import family_opaque, naming_key, pupil_opaque
from shuangjian.afterschool.rules.sealed_lists import tutoring_menu, without_days
from shuangjian.afterschool.rules.siblings import families
from shuangjian.afterschool.rules.weekdays import weekdays_in
from shuangjian.kernel.subject import Subject
from shuangjian.people.queries import at_school, ties_of


@dataclass(frozen=True)
class SealedLists:
    """`lists` as they will be published; `tutoring_file` where there is tutoring, and whose is which of its ids, in the
    opaque names of the lists; `digest` of what was sealed (M)."""

    lists: list[dict[str, Any]]
    tutoring_file: dict[str, Any] | None
    tutored: dict[str, str]

    @property
    def tutoring(self) -> str | None:
        return digest(self.tutoring_file) if self.tutoring_file else None

    @property
    def digest(self) -> str:
        return sealed_of(self.lists, self.tutoring)

    def as_json(self) -> dict[str, Any]:
        return {"lists": self.lists, "tutoring": self.tutoring, "tutored": self.tutored}


def lists_now(programme: Programme) -> SealedLists:
    """The lists as they stand. Inside a transaction: every answer and every word about tutoring is locked, so that a
    family that is answering right now is waited for. Six queries."""
    menu = menu_of(programme, programme.units.all())
    entries = _entries(programme)
    file, tutored = _tutoring(programme, menu, entries)
    if file is not None:
        gone = {
            tutored[place["id"]]: [int(day) for day, number in place["units"].items() if number is not None]
            for place in file["result"]["places"]
        }
        rest = [without_days(e, gone[e.id], menu) if e.id in gone else e for e in entries.values()]
    else:
        rest = list(entries.values())
    return SealedLists(lists_of(entry for entry in rest if entry.days), file, tutored)


def _entries(programme: Programme) -> dict[int, Entry]:
    """Of every child that joins and is still at the school, by its id."""
    joining = SignUp.objects.filter(
        programme=programme,
        answer=Answer.JOIN,
        is_late=False,
        left_at=None,
        pupil_id__in=at_school(programme.school_id),
    ).order_by("pk")
    rows = list(
        joining.select_for_update().values_list("pupil_id", "opaque", "grade", "weekdays", "wishes", "with_siblings")
    )
    credit = dict(Credit.objects.filter(school_id=programme.school_id).values_list("pupil_id", "value"))
    key = naming_key(settings.ROSTER_KEY, programme.secret)
    together = [row[0] for row in rows if row[5]]
    ties = ((tie.guardian_id, tie.pupil_id) for tie in (ties_of(together) if together else ()))
    family = {pupil: family_opaque(key, [first]) for pupil, first in families(ties).items()}
    return {
        pupil: Entry(
            opaque, family.get(pupil), grade, band_of(credit.get(pupil, 0)), weekdays_in(weekdays), tuple(wishes)
        )
        for pupil, opaque, grade, weekdays, wishes, _ in rows
    }


def _tutoring(
    programme: Programme, menu: Menu, entries: dict[int, Entry]
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The file of the tutoring draw, and whose are its ids. An accepted offer is a wish for its weekday, whether or not
    the child joins anything else that day; none for a child that does not join at all."""
    accepted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = TutoringProposal.objects.filter(place__programme=programme, accepted=True, withdrawn_at=None)
    for pupil, number, weekday in (
        rows.select_for_update(of=("self",)).order_by("pk").values_list("pupil_id", "place__number", "place__weekday")
    ):
        if pupil in entries:
            accepted[pupil].append((number, weekday))
    if not accepted:
        return None, {}
    places = {
        place.number: (Subject(place.subject).label, place.weekday, place.capacity)
        for place in TutoringPlace.objects.filter(programme=programme)
    }
    # Another name than in the lists of all: nobody can lay the two files side by side.
    key = naming_key(settings.ROSTER_KEY, f"{programme.secret}|tutoring")
    lists, names = [], {}
    for pupil, wanted in accepted.items():
        name = pupil_opaque(key, pupil)
        names[name] = entries[pupil].id
        days = tuple(sorted({weekday for _, weekday in wanted}))
        numbers = tuple(sorted(number for number, _ in wanted))
        lists.append(Entry(name, None, entries[pupil].grade, 0, days, numbers))
    # Drawn before the public number is out: a list from which its days are gone can only be sealed when they are known.
    file, _ = build_file(tutoring_menu(menu, places), lists, secret=programme.secret, public=None, public_value="")
    return file, names

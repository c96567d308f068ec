"""What is published of a school's draw, step by step: the commitment, the seal, the draw, how good it is."""

import datetime as dt
import gzip
from dataclasses import dataclass
from functools import lru_cache

from shuangjian.afterschool.access import check_reads_draw, check_reads_tutoring_draw, wards_of
from shuangjian.afterschool.draw import RULES, Entry, Menu, PublicNumber, Quality, quality, run
from shuangjian.afterschool.models import Draw, Programme, SignUp, TutoringProposal
from shuangjian.afterschool.queries.school_draw import programme_shown, terms_shown
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.afterschool.rules.terms import ServiceTerm
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import NotVisible
from shuangjian.schools.queries import SchoolFacts, known_school


@dataclass(frozen=True)
class Sealed:
    """`digest`: M, of the lists. `too_late`: after the public number may have been known, so that it says less."""

    at: dt.datetime
    digest: str
    joined: int
    too_late: bool


@dataclass(frozen=True)
class Drawn:
    """`quality` once the results are told; until then who has which place is nobody's yet."""

    at: dt.datetime
    secret: str
    public_value: str
    seed: str
    digest: str
    quality: Quality | None


@dataclass(frozen=True)
class PublicDraw:
    """The draw of a school's programme as anybody may see it at a moment. `others`: the other terms that it announced,
    the latest first."""

    school: SchoolFacts
    year: int
    number: int
    rules: str
    announced_at: dt.datetime
    closes_at: dt.datetime
    results_at: dt.datetime
    public: PublicNumber
    issues_passed: int
    menu_digest: str
    commitment: str
    sealed: Sealed | None
    drawn: Drawn | None
    others: tuple[ServiceTerm, ...]

    @property
    def public_name(self) -> str:
        """The issue that counts now."""
        return self.public.name_of(self.issues_passed)

    @property
    def public_due_at(self) -> dt.datetime:
        return self.public.due_of(self.issues_passed)

    @property
    def awaited_until(self) -> dt.datetime:
        """Not out before this moment, that issue is passed over."""
        return self.public.until(self.issues_passed)

    @property
    def passed_over(self) -> list[tuple[str, dt.datetime]]:
        """The issues that did not come out, and until when each was awaited."""
        return [(self.public.name_of(n), self.public.until(n)) for n in range(self.issues_passed)]

    @property
    def term(self) -> ServiceTerm:
        return ServiceTerm(self.year, self.number)


def public_draw(school_id: int, at: dt.datetime, term: ServiceTerm | None = None) -> PublicDraw | None:
    """The draw of a term, or of the latest that was announced; None before anything is. Raises NotVisible where there
    is no such school or term."""
    school, terms = known_school(school_id), [ServiceTerm(*one) for one in terms_shown(school_id)]
    if term is not None and term not in terms:
        raise NotVisible(f"draw of {school_id} in {term}")
    programme = programme_shown(school_id, term)
    if programme is None or programme.round is None:
        return None
    # What `an_announced_programme_is_committed_to` says, once more for the type checker.
    assert programme.announced_at is not None
    assert programme.closes_at is not None
    assert programme.results_at is not None
    draw = _draw(programme)
    return PublicDraw(
        school, programme.year, programme.number, RULES, programme.announced_at, programme.closes_at,
        programme.results_at, programme.round.public, programme.round.issues_passed, programme.menu_digest,
        programme.commitment, _sealed(draw, programme.round.public_due_at),
        _drawn(programme, draw, at), tuple(one for one in terms if one != (programme.year, programme.number)),
    )  # fmt: skip


def draw_file(by: Actor, school_id: int, at: dt.datetime, term: ServiceTerm | None = None) -> tuple[str, bytes]:
    """Name and text of the file of a school's latest draw, or of a term's. Raises NotVisible for who may not read it,
    or not yet."""
    school, programme, draw = _found(school_id, term)
    signed_up = SignUp.objects.filter(programme=programme, pupil_id__in=wards_of(by)).values_list("pupil_id", flat=True)
    check_reads_draw(by, school.id, school.path, signed_up=signed_up, told=_told(programme, at))
    return f"draw-{school.id}-{programme.year}-{programme.number}.json", _text(draw.file)


def tutoring_file(by: Actor, school_id: int, at: dt.datetime, term: ServiceTerm | None = None) -> tuple[str, bytes]:
    """The same of its tutoring. Raises NotVisible also where there was none."""
    school, programme, draw = _found(school_id, term)
    accepted = TutoringProposal.objects.filter(place__programme=programme, accepted=True, withdrawn_at=None)
    in_it = accepted.filter(pupil_id__in=wards_of(by)).values_list("pupil_id", flat=True)
    check_reads_tutoring_draw(by, school.id, in_it=in_it, told=_told(programme, at))
    if draw.tutoring_file is None:
        raise NotVisible(f"tutoring of programme {programme.pk}")
    return f"tutoring-{school.id}-{programme.year}-{programme.number}.json", _text(draw.tutoring_file)


def _draw(programme: Programme) -> Draw | None:
    return Draw.objects.filter(programme=programme).defer("sealed_lists", "file", "tutoring_file").first()


def _found(school_id: int, term: ServiceTerm | None) -> tuple[SchoolFacts, Programme, Draw]:
    """The school's latest draw, also while the next term is announced and not drawn yet; or that of a term."""
    school, drawn = known_school(school_id), Draw.objects.filter(school_id=school_id, drawn_at__isnull=False)
    if term is not None:
        drawn = drawn.filter(programme__year=term.year, programme__number=term.number)
    latest = drawn.select_related("programme").order_by("-programme__year", "-programme__number")
    draw = latest.defer("sealed_lists", "file", "tutoring_file").first()
    if draw is None:
        raise NotVisible(f"a draw of school {school_id}")
    return school, draw.programme, draw


def _told(programme: Programme, at: dt.datetime) -> bool:
    return programme.results_at is not None and at >= programme.results_at


def _sealed(draw: Draw | None, due: dt.datetime) -> Sealed | None:
    return None if draw is None else Sealed(draw.sealed_at, draw.sealed_digest, draw.joined, draw.sealed_at >= due)


def _drawn(programme: Programme, draw: Draw | None, at: dt.datetime) -> Drawn | None:
    if draw is None or draw.drawn_at is None:
        return None
    how_good = _quality(draw.pk, draw.digest) if _told(programme, at) else None
    return Drawn(draw.drawn_at, programme.secret, draw.public_value, draw.seed, draw.digest, how_good)


@lru_cache(maxsize=2_000)
def _quality(draw_id: int, digest: str) -> Quality:
    """Of a result that never changes: its digest is part of the key."""
    file = unpacked(bytes(Draw.objects.values_list("file", flat=True).get(pk=draw_id) or b""))
    menu, entries = Menu.from_json(file["menu"]), [Entry.from_json(row) for row in file["lists"]]
    return quality(menu, entries, run(menu, entries, file["seed"]))


def _text(packed: bytes | memoryview | None) -> bytes:
    return gzip.decompress(bytes(packed or b""))

"""One evening of the panel: who is asked, who answers, and what."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from shuangjian.demo.whole_city.panel.chance import Floats, normal, uniform
from shuangjian.demo.whole_city.panel.truth import PUPILS, REPORTS, Ids, Roster, Truth
from shuangjian.homework.queries import WorkSet
from shuangjian.lake.reading import SUBJECTS
from shuangjian.timing.rules import chips, longest_of, places_of

Columns = dict[str, NDArray[Any]]
REST, A_CLASS = 10, 4  # school days for which a family rests; families of a class that are asked on an evening
MEMBERS = 0.95  # of the families agreed
ANSWERS, SILENCE = 0.72, 0.25  # of those asked answer; log odds less for each deviation that the evening went worse
EXACTLY = 0.3  # of the answers are minutes, heaped to five
GIVES_UP, PATIENCE = 75, 0.4  # minutes of one piece of homework after which a child stops, and the spread of their logs
NAMES_IT = 0.5  # of the families with work on no sheet name it
LONGEST = 300


@dataclass(frozen=True)
class Evening:
    """`asked` (A,): places in the roster, and whether each `answered`. `report`: `ask` (place among the asked),
    `option` (row of the options), `least`, `most` (-1 where open), `finished`. `unlisted`: `ask`, `subject` (code),
    `least`, `most`. `minutes`: of each option, log minutes of a middle-level pupil."""

    asked: Ids
    answered: NDArray[np.bool_]
    report: Columns
    unlisted: Columns
    minutes: Floats


def options(works: Sequence[WorkSet], stages: dict[int, list[str]]) -> Columns:
    """A row for each tier of each piece of homework of each class, by class, grade and publication: what a child may
    have done. `first` and `ways` say where those of the same piece begin and how many they are."""
    rows: list[tuple[Any, ...]] = []
    for work in sorted(works, key=lambda w: (w.class_id, w.grade, w.publication_id)):
        longest, declared = longest_of(work.tiers, work.choose)
        ways = [(longest, declared)] if work.choose > 1 else list(enumerate(work.tiers))
        places = places_of(work.tiers, work.choose)
        start = len(rows)
        rows += [
            (work.publication_id, work.school_id, work.class_id * 10 + work.grade, work.grade, work.assignment_id,
             work.author_id, work.subject, stages[work.school_id][work.grade - 1], work.form, position,
             places[position], minutes, declared, work.counted, start, len(ways))
            for position, minutes in ways
        ]  # fmt: skip
    names = ("publication", "school", "seat", "grade", "assignment", "teacher", "subject", "stage", "form", "position",
             "tier", "declared", "longest", "counted", "first", "ways")  # fmt: skip
    turned = list(zip(*rows, strict=True)) or [()] * len(names)
    return {
        name: np.array(values, object if name in ("subject", "stage", "form") else np.int64)
        for name, values in zip(names, turned, strict=True)
    }


def evening(roster: Roster, truth: Truth, date: dt.date, number: int, works: Columns) -> Evening:
    """The `number`-th evening of the term. Within ten each class goes once through a fresh order of its families."""
    minutes = truth.minutes(date, works, works["declared"].astype(np.float64), works["position"])
    asked = _asked(roster, truth.seed, number)
    ask, option = _did(roster, truth, asked, works, date)
    asked_of = np.unique(ask)  # whoever has no homework is asked nothing
    asked, ask = asked[asked_of], np.searchsorted(asked_of, ask)
    child = asked[ask]
    day = date.toordinal()
    error = REPORTS * normal(truth.seed, "report", roster.pupil[child], works["publication"][option], day)
    count = np.maximum(np.bincount(ask, minlength=asked.size), 1)
    went = np.bincount(ask, error, asked.size) / (REPORTS * np.sqrt(count))
    odds = np.log(ANSWERS / (1 - ANSWERS)) - SILENCE * went
    answered = uniform(truth.seed, "answers", roster.pupil[asked], day) < 1 / (1 + np.exp(-odds))
    said = answered[ask] & (works["longest"][option] > 0)
    ask, option, child = ask[said], option[said], child[said]
    took = np.exp(minutes[option] - roster.speed[child] + error[said])
    draw = uniform(truth.seed, "way of answering", roster.pupil[child], works["publication"][option], day)
    stops = GIVES_UP * np.exp(
        PATIENCE * normal(truth.seed, "patience", roster.pupil[child], works["publication"][option])
    )
    report = {"ask": ask, "option": option} | _spans(took, stops, draw, works, option)
    return Evening(asked, answered, report, _unlisted(roster, truth, date, asked, answered), minutes)


def _asked(roster: Roster, seed: int, number: int) -> Ids:
    """Places in the roster of the families asked: of the members of a class those whose turn it is."""
    members = np.flatnonzero(uniform(seed, "member", roster.pupil) < MEMBERS)
    seat = roster.seat[members]
    order = np.lexsort((uniform(seed, "order", roster.pupil[members], number // REST), seat))
    members, seat = members[order], seat[order]
    start = np.searchsorted(seat, seat)
    size = np.searchsorted(seat, seat, "right") - start
    turn = (np.arange(seat.size) - start) * REST // np.maximum(size, A_CLASS * REST)
    late = turn + (seat % REST) * (size < A_CLASS * REST)  # a small class does not begin on the first evening of ten
    return np.sort(members[late % REST == number % REST])


def _did(roster: Roster, truth: Truth, asked: Ids, works: Columns, date: dt.date) -> tuple[Ids, Ids]:
    """Pairs (place among the asked, option): what each was set, in the tier that this child does in the subject: slower
    children mostly the easier one."""
    of_piece = np.flatnonzero(works["first"] == np.arange(works["first"].size))
    seat = works["seat"][of_piece]
    mine = roster.seat[asked]
    first, last = np.searchsorted(seat, mine, "left"), np.searchsorted(seat, mine, "right")
    ask = np.repeat(np.arange(asked.size), last - first)
    place = np.arange(ask.size) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    piece = of_piece[first[ask] + place]
    subject = np.array([SUBJECTS.index(str(one)) for one in works["subject"]], np.int64)[piece]
    child = asked[ask]
    ability = roster.speed[child] / PUPILS + 0.5 * normal(truth.seed, "tier", roster.pupil[child], subject)
    rank = ndtr(ability / np.sqrt(1.25))
    ways = works["ways"][piece]
    nth = np.minimum((rank * ways).astype(np.int64), ways - 1)  # of the tiers from the easiest up
    ranked = np.lexsort((works["position"], works["declared"], works["first"]))
    return ask, ranked[piece + nth]


def _spans(took: Floats, stops: Floats, draw: Floats, works: Columns, option: Ids) -> Columns:
    """The answers: mostly one of four, sometimes minutes, sometimes that it was not finished."""
    table = np.array([_edges(int(minutes)) for minutes in range(LONGEST * 4)], np.int64)
    edges = table[np.minimum(works["longest"][option], len(table) - 1)]
    bucket = (took[:, None] > edges).sum(axis=1)
    bounds = np.concatenate([np.ones((took.size, 1), np.int64), edges, np.full((took.size, 1), -1)], axis=1)
    row = np.arange(took.size)
    least, most = bounds[row, bucket], bounds[row, bucket + 1]
    exact = draw < EXACTLY
    heaped = np.clip(5 * np.rint(took / 5), 5, LONGEST).astype(np.int64)
    least, most = np.where(exact, heaped, least), np.where(exact, heaped, most)
    gave_up = took > stops
    counted = np.where(works["counted"][option] > 0, works["counted"][option], works["longest"][option])
    return {
        "least": np.where(gave_up, counted, least),
        "most": np.where(gave_up, -1, most),
        "finished": ~gave_up,
    }


def _edges(declared: int) -> tuple[int, int, int]:
    found = [chip.span.most for chip in chips(declared)[:3]]
    return found[0] or 0, found[1] or 0, found[2] or 0


def _unlisted(roster: Roster, truth: Truth, date: dt.date, asked: Ids, answered: NDArray[np.bool_]) -> Columns:
    """Which of those who answered name work of mathematics that is on no sheet."""
    _, tonight = truth.unlisted(roster.klass[asked], date)
    draw = uniform(truth.seed, "names it", roster.pupil[asked], date.toordinal())
    naming = np.flatnonzero(answered & ((tonight & (draw < NAMES_IT)) | (draw > 0.998)))
    return {
        "ask": naming,
        "subject": np.full(naming.size, SUBJECTS.index("MATHEMATICS")),
        "least": np.full(naming.size, 10),
        "most": np.full(naming.size, 20),
    }

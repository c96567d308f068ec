"""The panel's term: every evening into the lake, but for the last, which goes into the database as families write."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.db import transaction

from shuangjian.demo.directory import on
from shuangjian.demo.models import WholeCity
from shuangjian.demo.whole_city import model
from shuangjian.demo.whole_city.faults import Fault, Planted, planted_in
from shuangjian.demo.whole_city.panel.evening import Columns, Evening, evening, options
from shuangjian.demo.whole_city.panel.truth import Roster, Truth, roster
from shuangjian.demo.whole_city.shapes import city_of
from shuangjian.demo.whole_city.term import Term
from shuangjian.homework.queries import works_set_on
from shuangjian.kernel.grade import grade_at, stage_of
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.lake import Lake
from shuangjian.lake.laying import GRADES, block_of, columns, work_row
from shuangjian.lake.pseudonyms import pseudonyms
from shuangjian.lake.tables import ASKED, BUCKET, MINUTES, REPORTS, UNLISTED, WORKS
from shuangjian.people.queries import seats_of_all
from shuangjian.schools.queries import cities, facts_below, place_with_code
from shuangjian.timing.operations.loading import PastAnswer, PastAsk, PastUnlisted, load_night
from shuangjian.timing.queries import asked_children

Say = Callable[[str], None]
SAY_EVERY = 10
CLOSED, MEASURED = "05:00", "05:10"  # of the next morning


class PanelTerm:
    """What all evenings of a term share."""

    def __init__(self, seed: int, planted: dict[str, Planted], date: dt.date) -> None:
        facts = facts_below("/")
        self.stages = {pk: [str(stage_of(g, one.system)) for g in range(1, GRADES)] for pk, one in facts.items()}
        seats = np.array([(*row[:3], grade_at(row[3], date)) for row in seats_of_all()], np.int64).reshape(-1, 4)
        self.roster: Roster = roster(seed, *seats.T)
        self.names = pseudonyms(self.roster.pupil.tolist())
        self.truth = Truth(seed, _declaring_low(planted))
        self.seed = seed

    def lay_down(self, lake: Lake, date: dt.date, number: int) -> int:
        """An evening into the lake; returns how many reports it has."""
        works = list(works_set_on(date))
        found = options(works, self.stages)
        night = evening(self.roster, self.truth, date, number, found)
        lake.write(WORKS, date, columns(WORKS, (work_row(work, self.stages) for work in works)))
        lake.write(ASKED, date, self._asked(night))
        lake.write(UNLISTED, date, self._unlisted(night))
        reports = self._reports(night, found)
        lake.write(REPORTS, date, reports)
        return int(reports["pupil"].size)

    def into_database(self, date: dt.date, number: int) -> int:
        """An evening as questions and answers; returns how many answers there are."""
        found = options(list(works_set_on(date)), self.stages)
        night = evening(self.roster, self.truth, date, number, found)
        drawn, closes = on(date, "17:00"), on(date + dt.timedelta(days=1), CLOSED)
        told = on(date, "20:40")
        people = self.roster
        asks = [
            PastAsk(int(people.school[n]), int(people.klass[n]), int(people.grade[n]), int(people.pupil[n]),
                    told if answered else None)
            for n, answered in zip(night.asked, night.answered, strict=True)
        ]  # fmt: skip
        publication, position = (found[name][night.report["option"]] for name in ("publication", "position"))
        report = night.report
        said = (report["ask"], publication, position, report["least"], report["most"], report["finished"])
        rows = zip(*(values.tolist() for values in said), strict=True)
        answers = [
            PastAnswer(a, p, at, least, most if most >= 0 else None, done) for a, p, at, least, most, done in rows
        ]
        named = [PastUnlisted(int(a), "MATHEMATICS", 10, 20) for a in night.unlisted["ask"]]
        with transaction.atomic():
            load_night(date, drawn, closes, f"{self.seed} {date}", asks, answers, named)
        return len(answers)

    def really_over(self, dates: list[dt.date]) -> list[tuple[int, int]]:
        """Classes and grades whose evenings took a middle-level pupil more than the cap by five minutes, on the mean of
        these evenings."""
        beyond: dict[int, list[float]] = {}
        for date in dates:
            works = [work for work in works_set_on(date) if work.minutes and work.cap]
            found = options(works, self.stages)
            minutes = np.exp(self.truth.minutes(date, found, found["declared"].astype(np.float64), found["position"]))
            longest = found["declared"] == found["longest"]
            caps = {work.class_id * 10 + work.grade: work.cap for work in works}
            seat, of = np.unique(found["seat"][longest], return_inverse=True)
            _, once = np.unique(found["first"][longest], return_index=True)
            total = np.bincount(of[once], minutes[longest][once], seat.size)
            for one, minutes_of in zip(seat.tolist(), total.tolist(), strict=True):
                beyond.setdefault(one, []).append(float(np.log(minutes_of / (caps[one] + 5))))
        return [divmod(seat, 10) for seat, logs in beyond.items() if len(logs) >= 8 and np.mean(logs) > 0]

    def _asked(self, night: Evening) -> Columns:
        people = self.roster
        seat, first, of = np.unique(people.seat[night.asked], return_index=True, return_inverse=True)
        at = night.asked[first]
        return {
            "school": people.school[at],
            "school_class": people.klass[at],
            "grade": people.grade[at],
            "asked": np.bincount(of, minlength=seat.size),
            "answered": np.bincount(of, night.answered, seat.size).astype(np.int64),
        }

    def _unlisted(self, night: Evening) -> Columns:
        people, at = self.roster, night.asked[night.unlisted["ask"]]
        return {
            "school": people.school[at],
            "school_class": people.klass[at],
            "grade": people.grade[at],
            "subject": np.full(at.size, "MATHEMATICS", object),
            "pupil": self.names[at],
            "low": night.unlisted["least"].astype(np.float64),
            "high": night.unlisted["most"].astype(np.float64),
        }

    def _reports(self, night: Evening, works: Columns) -> Columns:
        people, report = self.roster, night.report
        at, option = night.asked[report["ask"]], report["option"]
        least, most = report["least"], report["most"]
        rows = {
            "block": block_of(people.school[at], people.grade[at]),
            "school_class": people.klass[at],
            "grade": people.grade[at],
            "pupil": self.names[at],
            "low": least.astype(np.float64),
            "high": np.where(most < 0, np.nan, most),
            "finished": report["finished"],
            "mode": np.where(least == most, MINUTES, BUCKET),
            "weight": np.ones(at.size),
        }
        rows |= {name: works[name][option] for name in REPORTS.columns if name in works and name not in rows}
        kept = rows["declared"] > 0
        return {name: values[kept] for name, values in rows.items()}


@dataclass(frozen=True)
class StandingCity:
    """A city that is built, and the evenings of its term that are over."""

    seed: int
    planted: dict[str, Planted]
    dates: list[dt.date]

    def lay(self, lake: Lake, planted: Path, say: Say) -> None:
        """A term of the panel, the last evening into the database, and what was planted. Evenings that are there
        stay, so that a broken-off term goes on."""
        term = PanelTerm(self.seed, self.planted, self.dates[0])
        there = set(lake.days(REPORTS))
        for number, date in enumerate(self.dates[:-1]):
            if date not in there:
                reports = term.lay_down(lake, date, number)
                if number % SAY_EVERY == 0 or number == len(self.dates) - 2:
                    say(f"{date}　{reports:,}份回答")
        last = self.dates[-1]
        if not asked_children(last):
            say(f"{last}　{term.into_database(last, len(self.dates) - 1):,}份回答，在数据库里")
        write_planted(planted, term, self.dates)

    def mornings(self, planted: Path, say: Say) -> Iterator[dt.datetime]:
        """The term as it would have been lived: every evening goes into the database, and the morning after it is
        yielded, when it can be measured. At the end what was planted is written. Evenings that are there stay."""
        term = PanelTerm(self.seed, self.planted, self.dates[0])
        for number, date in enumerate(self.dates):
            if not asked_children(date):
                answers = term.into_database(date, number)
                say(f"{date}　{answers:,}份回答写进数据库")
            yield on(date + dt.timedelta(days=1), MEASURED)
        write_planted(planted, term, self.dates)


def standing() -> StandingCity:
    """The city in this database. Raises InvalidInput where none was built."""
    row = WholeCity.objects.filter(finished=True).first()
    if row is None:
        raise InvalidInput({"database": "这个数据库里没有建好的城。请先运行 shuangjian city build。"})
    city = city_of(row.seed, row.schools)
    dates = [span.date for span in Term(cities()[0].path).spans if span.until <= model.TODAY]
    return StandingCity(row.seed, {one.shape.code: one for one in planted_in(city).values()}, dates)


def _declaring_low(planted: dict[str, Planted]) -> dict[int, dt.date]:
    """The schools that declare five minutes for everything, by id, with the day on which they began."""
    found = {}
    for code, one in planted.items():
        place = place_with_code(code)
        if one.fault is Fault.DECLARED_LOW and place is not None:
            found[place.pk] = one.since
    return found


def write_planted(path: Path, term: PanelTerm, dates: list[dt.date]) -> None:
    """What is to be found again: teachers who declare far too little, classes with work on no sheet, and classes whose
    last ten evenings really went over, as the model has it."""
    works = [work for date in dates[-2:] for work in works_set_on(date)]
    teachers = np.unique(np.array([work.author_id for work in works], np.int64))
    low = {work.author_id for work in works if work.school_id in term.truth.low and work.form == "WRITTEN"}
    classes = np.unique(term.roster.klass)
    has, _ = term.truth.unlisted(classes, dates[-1])
    stated = {
        "seed": term.seed,
        "under_declaring": sorted(set(teachers[term.truth.under(teachers)].tolist()) - low),
        "low": sorted(low),
        "honest": teachers[term.truth.honest(teachers)].tolist(),
        "unlisted": classes[has].tolist(),
        "over": sorted(term.really_over(dates[-10:])),
    }
    path.write_text(json.dumps(stated) + "\n", encoding="utf-8")

"""Schools that behave badly, each in one known way from a known day on: what is to be found again later.

The list is drawn with the seed and kept in a file beside the database, never in it.
"""

import datetime as dt
import json
import random
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shuangjian.demo.whole_city import model
from shuangjian.demo.whole_city.shapes import City, Shape
from shuangjian.schools.gazetteer import divisions


class Fault(StrEnum):
    """A way of behaving badly; `words` say what its homework looks like."""

    ALWAYS_FULL = "ALWAYS_FULL"
    DECLARED_LOW = "DECLARED_LOW"
    ONE_SUBJECT = "ONE_SUBJECT"
    LATE_AT_NIGHT = "LATE_AT_NIGHT"
    NOTHING_RECORDED = "NOTHING_RECORDED"
    WITHDRAWN_BEFORE_MONTH_END = "WITHDRAWN_BEFORE_MONTH_END"
    OPTIONAL_SWOLLEN = "OPTIONAL_SWOLLEN"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Fault.ALWAYS_FULL: "每个班每晚都排到上限，一分钟不剩",
    Fault.DECLARED_LOW: "作业照旧，每份最多报5分钟",
    Fault.ONE_SUBJECT: "数学占去每晚书面作业的大部分",
    Fault.LATE_AT_NIGHT: "作业在21:30以后才发布",
    Fault.NOTHING_RECORDED: "不再登记作业",
    Fault.WITHDRAWN_BEFORE_MONTH_END: "每月最后三个上学日，大部分书面作业当晚撤回",
    Fault.OPTIONAL_SWOLLEN: "每晚另布置45分钟以上的选做作业",
}
SHARE = 0.045  # of the schools behave badly; in a small city one for each way, and never more than half
BEGINNINGS = (model.SINCE, dt.date(2026, 9, 28), dt.date(2026, 10, 19), dt.date(2026, 11, 9))


@dataclass(frozen=True)
class Planted:
    """What a school does, from when."""

    shape: Shape
    fault: Fault
    since: dt.date


def planted_in(city: City) -> dict[int, Planted]:
    """Who behaves badly, by the number of the school."""
    draw = random.Random(f"{city.seed} faults {len(city.shapes)}")
    count = min(max(len(Fault), round(SHARE * len(city.shapes))), len(city.shapes) // 2)
    chosen = sorted(draw.sample(range(len(city.shapes)), count))
    ways = [list(Fault)[n % len(Fault)] for n in range(count)]
    draw.shuffle(ways)
    return {
        city.shapes[n].number: Planted(city.shapes[n], fault, draw.choice(BEGINNINGS))
        for n, fault in zip(chosen, ways, strict=True)
    }


def write_faults(path: Path, city: City) -> None:
    """The list as JSON: the city it belongs to, then a row for each school."""
    counties = {division.code: division.name for division in divisions(model.TABLE)}
    rows = [
        {
            "code": planted.shape.code,
            "school": planted.shape.name,
            "county": counties[planted.shape.county],
            "kind": planted.shape.kind.name,
            "fault": planted.fault.value,
            "what": planted.fault.words,
            "since": planted.since.isoformat(),
        }
        for planted in planted_in(city).values()
    ]
    stated = {"seed": city.seed, "schools": len(city.shapes), "faults": rows}
    path.write_text(json.dumps(stated, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

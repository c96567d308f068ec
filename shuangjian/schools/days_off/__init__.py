"""Official days off and make-up workdays, a cited file per year. A year without a file is unknown: see `official`."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from shuangjian.kernel.refusal import Clause


@dataclass(frozen=True)
class OfficialYear:
    """What the State Council's notice says of one year: `days_off` and `make_up` give the occasion of each date."""

    year: int
    clause: Clause
    days_off: dict[dt.date, str]
    make_up: dict[dt.date, str]


@lru_cache(maxsize=16)
def official(year: int) -> OfficialYear | None:
    """The official arrangement of a calendar year; None while it is not published (or not entered here)."""
    file = resources.files(__package__).joinpath(f"{year}.yaml")
    if not file.is_file():
        return None
    stated = yaml.safe_load(file.read_text(encoding="utf-8"))
    citation = stated["citation"]
    days_off: dict[dt.date, str] = {}
    for run in stated["days_off"]:
        for offset in range((run["last"] - run["first"]).days + 1):
            days_off[run["first"] + dt.timedelta(offset)] = run["name"]
    make_up = {day["date"]: day["for"] for day in stated["make_up_days"]}
    return OfficialYear(year, Clause(citation["title"], citation["number"], ""), days_off, make_up)

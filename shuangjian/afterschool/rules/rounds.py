"""A round as it is typed, and its public number."""

import datetime as dt
import unicodedata
from dataclasses import dataclass

from shuangjian.afterschool.rules.waves import Dates, dates_of_wave

MOST_WAVES, LONGEST_GAP = 48, 240
LONGEST_NUMBER = 80


@dataclass(frozen=True)
class RoundSpec:
    """`dates` are those of the first wave; the number named `public_name` comes out at `public_due_at`, after every
    wave has closed and before any is told."""

    dates: Dates
    waves: int
    gap_minutes: int
    public_name: str
    public_due_at: dt.datetime


def mistakes_in_round(spec: RoundSpec, at: dt.datetime) -> dict[str, str]:
    """What cannot stand, by field."""
    errors, dates = {}, spec.dates
    if dates.opens_at <= at:
        errors["opens_at"] = "报名的开始要在现在以后，学校才来得及公布。"
    if dates.closes_at <= dates.opens_at:
        errors["closes_at"] = "截止要晚于开始。"
    if not 1 <= spec.waves <= MOST_WAVES:
        errors["waves"] = f"请写分几批，1到{MOST_WAVES}。"
    if not 0 <= spec.gap_minutes <= LONGEST_GAP:
        errors["gap_minutes"] = f"请写每批错开几分钟，0到{LONGEST_GAP}。"
    if not 1 <= len(spec.public_name) <= LONGEST_NUMBER:
        errors["public_name"] = "请写清楚用哪一个公开的数，比如：中国福利彩票双色球第2026137期开奖号码。"
    if "waves" not in errors and "gap_minutes" not in errors:
        last = dates_of_wave(dates, spec.waves - 1, spec.gap_minutes)
        if spec.public_due_at <= last.closes_at:
            errors["public_due_at"] = "公开的数要在最后一批截止以后才出来，不然有人能先算出结果。"
        if dates.results_at <= spec.public_due_at:
            errors["results_at"] = "结果要在公开的数出来以后才告诉家长。"
    return errors


def as_public_value(typed: str) -> str:
    """The public number as it goes into the draw: NFC, no blanks around it.

    Raises ValueError where nothing is left, for what is too long, and for signs that do not print.
    """
    value = unicodedata.normalize("NFC", typed).strip()
    if not 1 <= len(value) <= LONGEST_NUMBER or not value.isprintable():
        raise ValueError(f"no public number: {typed[:LONGEST_NUMBER]!r}")
    return value

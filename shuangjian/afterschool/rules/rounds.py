"""A round as it is typed, and its public number."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from shuangjian.afterschool.draw import PublicNumber
from shuangjian.afterschool.rules.waves import Dates, dates_of_wave

MOST_WAVES, LONGEST_GAP = 48, 240
LONGEST_NUMBER, LONGEST_SOURCE, LONGEST_WHERE = 80, 50, 100
USUAL_WAIT, LONGEST_WAIT = 5, 30  # days; a source with three issues a week is caught up with
_ISSUE = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True)
class RoundSpec:
    """`dates` are those of the first wave; the `public` number is due after every wave has closed and before any is
    told."""

    dates: Dates
    waves: int
    gap_minutes: int
    public: PublicNumber


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
    if not 1 <= len(spec.public.source) <= LONGEST_SOURCE:
        errors["public_source"] = f"请写全名，{LONGEST_SOURCE}个字以内，比如：中国福利彩票双色球。"
    if not _ISSUE.fullmatch(spec.public.issue):
        errors["public_issue"] = "请写期号，只写数字，比如：2026137。"
    if not 1 <= len(spec.public.where) <= LONGEST_WHERE:
        errors["public_where"] = f"请写在哪里查得到每一期，网址或者地方，{LONGEST_WHERE}个字以内。"
    if not 1 <= spec.public.wait_days <= LONGEST_WAIT:
        errors["public_wait_days"] = f"请写等几天，1到{LONGEST_WAIT}。"
    if "waves" not in errors and "gap_minutes" not in errors:
        last = dates_of_wave(dates, spec.waves - 1, spec.gap_minutes)
        if spec.public.due <= last.closes_at:
            errors["public_due_at"] = "公开的数要在最后一批截止以后才出来，不然有人能先算出结果。"
        if dates.results_at <= spec.public.due:
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

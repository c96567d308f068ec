"""The rows that are kept of a night: what was fitted, and what is known of teachers, schools and kinds of homework."""

import datetime as dt
from typing import Any

import numpy as np

from shuangjian.journeys.measuring.learnt import Learnt, Minutes
from shuangjian.lake import Lake
from shuangjian.lake.reading import SUBJECTS, cell_of, date_of, day_of
from shuangjian.lake.tables import ASKED, WORKS
from shuangjian.timing.rules import WITHIN_90

Rows = list[dict[str, Any]]


def fitted_rows(lake: Lake, since: dt.date, date: dt.date, minutes: Minutes) -> Rows:
    """A row for each tier of an assignment in a grade with reports, of the evenings from `since`. Of homework of
    several evenings the last is told."""
    item = minutes.reading.item
    some = np.flatnonzero((item["day"] >= day_of(since)) & np.isfinite(minutes.error))
    low, high = (np.exp(minutes.median + reach * minutes.error) for reach in (-WITHIN_90, WITHIN_90))
    whole = np.exp(minutes.median)
    asked = _asked(lake, since, date)
    rows: dict[tuple[int, int, int], dict[str, Any]] = {}
    for n in some[np.argsort(item["day"][some], kind="stable")]:
        assignment, grade, position = int(item["assignment"][n]), int(item["grade"][n]), int(item["position"][n])
        of_asked, of_answered = asked.get((int(item["day"][n]), assignment, grade), (0, 0))
        rows[assignment, position, grade] = {
            "school_id": int(item["school"][n]),
            "assignment_id": assignment,
            "position": position,
            "grade": grade,
            "date": date_of(item["day"][n]),
            "minutes": float(whole[n]),
            "low": float(low[n]),
            "high": float(high[n]),
            "declared": int(item["declared"][n]),
            "reports": int(item["reports"][n]),
            "unfinished": int(item["unfinished"][n]),
            "asked": of_asked,
            "answered": of_answered,
            "as_of": date,
        }
    return list(rows.values())


def _asked(lake: Lake, since: dt.date, date: dt.date) -> dict[tuple[int, int, int], tuple[int, int]]:
    """How many families whose children had an assignment were asked, and answered, by day, assignment and grade."""
    days = lake.days(WORKS, since, date + dt.timedelta(days=1))
    with lake.opened() as connection:
        rows = connection.execute(
            f"""SELECT date, assignment, grade, sum(asked), sum(answered)
            FROM (SELECT DISTINCT date, assignment, school_class, grade FROM {lake.rows(WORKS, days)})
            JOIN {lake.rows(ASKED, days)} USING (date, school_class, grade) GROUP BY ALL"""
        ).fetchall()
    return {(day, assignment, grade): (int(asked), int(answered)) for day, assignment, grade, asked, answered in rows}


def teacher_rows(learnt: Learnt, date: dt.date) -> Rows:
    if not learnt.cell.size:
        return []
    found = learnt.factors()
    return [
        {
            "school_id": int(learnt.school[n]),
            "person_id": int(learnt.teacher[n]) // len(SUBJECTS),
            "subject": SUBJECTS[int(learnt.teacher[n]) % len(SUBJECTS)],
            "weight": float(learnt.kept.weight[n]),
            "total": float(learnt.kept.weighted[n]),
            "kappa": float(found.kappa[n]),
            "variance": float(found.uncertainty[n]),
            "works": int(learnt.works[n]),
            "as_of": date,
        }
        for n in np.flatnonzero(learnt.works > 0)
    ]


def school_rows(learnt: Learnt, date: dt.date) -> Rows:
    """What is common to a subject's teachers in a school; its variance is that of the mean alone."""
    if not learnt.cell.size:
        return []
    found, teachers = learnt.factors(), learnt.teacher.size
    groups, group = np.unique(learnt.group, return_inverse=True)
    works = np.bincount(group, weights=learnt.works, minlength=groups.size)
    return [
        {
            "school_id": int(groups[n]) // len(SUBJECTS),
            "subject": SUBJECTS[int(groups[n]) % len(SUBJECTS)],
            "kappa": float(found.kappa[teachers + n]),
            "variance": max(float(found.uncertainty[teachers + n]) - learnt.habits.teacher, 0.0),
            "works": int(works[n]),
            "as_of": date,
        }
        for n in np.flatnonzero(works > 0)
    ]


def cell_rows(learnt: Learnt, date: dt.date) -> Rows:
    rows = []
    for n, code in enumerate(learnt.cell):
        subject, stage, form = cell_of(int(code))
        rows.append(
            {
                "subject": subject,
                "stage": stage,
                "form": form,
                "alpha": float(learnt.habits.alpha[n]),
                "spread_of_works": float(np.sqrt(learnt.habits.item)),
                "spread_of_teachers": float(np.sqrt(learnt.habits.teacher)),
                "works": int(learnt.of_cell[n]),
                "schools": int(learnt.schools[n]),
                "as_of": date,
            }
        )
    return rows

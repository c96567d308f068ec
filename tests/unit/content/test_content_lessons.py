"""The sample city's own lessons: a refusal of one of them is a fault of the check."""

from pathlib import Path

import pytest
import yaml

import shuangjian.demo
from shuangjian.homework.content import Part, Settings, Verdict, Written, examine
from shuangjian.homework.rules import Form
from shuangjian.kernel.subject import Subject

LESSONS = Path(shuangjian.demo.__file__).with_name("lessons.yaml")


def grades_of(key) -> range:
    first, _, last = str(key).partition("-")
    return range(int(first), int(last or first) + 1)


def lessons():
    for subject, by_grades in yaml.safe_load(LESSONS.read_text("utf-8")).items():
        for key, found in by_grades.items():
            for lesson in found:
                yield Subject[subject], grades_of(key), lesson


@pytest.mark.parametrize("settings", [Settings(), Settings(copies_refused_from=3)])
def test_no_lesson_of_the_sample_city_is_refused(settings):
    seen = 0
    for subject, grades, lesson in lessons():
        parts = [Part("内容", lesson["content"])]
        tiers = lesson["tiers"] if isinstance(lesson["tiers"], list) else []
        parts += [Part(name, more) for name, _, _, more in tiers if more]
        for grade in grades:
            seen += 1
            homework = Written(
                tuple(parts), subject, Form[lesson.get("form", "WRITTEN")], grade, lesson["unit"], lesson["aim"]
            )
            refused = [f for f in examine(homework, settings) if f.verdict is Verdict.REFUSE]
            assert not refused, (lesson, refused)
    assert seen > 100

"""Nobody learns a child's speed, a family's answer, or who is asked; and nothing is ordered by what was measured.

The whole site is walked twice, in two cities that differ in one thing: which of two families of a class is on the
panel, and what it answered. To everybody else both must say the same to the letter. Raw numbers of the estimator,
planted where they are stored, stand in no answer; and no list of classes, schools or teachers follows them.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import QuerySet
from django.test import override_settings

from shuangjian.audit.models import Act
from shuangjian.lake import Lake
from shuangjian.lake.known import keep
from shuangjian.people.models import Pupil
from shuangjian.timing.models import Ask, CellFactor, PanelMember, TeacherFactor
from shuangjian.timing.operations import Replies, answer_ask
from shuangjian.timing.rules import Reply, SignalKind
from tests.access.city import accounts_looked_up_once, build_city, roles_looked_up_once
from tests.access.persons import GUARDIAN
from tests.access.table.api import ANY_SCOPE
from tests.access.walk import TELLING, Answers, everything, pages, told_in_order
from tests.api.callers import token_of
from tests.apps.timing.measured import WEDNESDAY, asked, fit, night, set_on, signal
from tests.apps.timing.panel import guardian, key, known
from tests.cast import AT, TODAY, Cast
from tests.house.test_commands import COMMANDS

pytestmark = pytest.mark.django_db
OTHER = "the other family"
PACE = "0.61803"  # a child's, in the file that only the nightly run opens
# As they are stored; nobody is told so much of anything.
_FITTED, _FACTORS = ("27.318", "22.914", "33.287"), ("0.31813", "0.21877", "0.44719", "0.0071", "0.00313")
RAW = (*_FITTED, *_FACTORS, "91733", "0.04177", "7.1913", PACE)
# What no answer may be ordered by: how often, and by how much. In the order of places it neither rises nor falls.
SEEN = {"一（1）班": 6, "五（1）班": 9, "五（2）班": 3, "七（1）班": 8, "三、四（1）班": 5}
KAPPA = {"沈岚": 0.31813, "毕小满": 0.44719, "鲁菲": -0.21877, "任可": 0.1, "温静": 0.2}
ANSWERED = {"青枣路小学": 2, "槐荫初级中学": 3, "柳沟小学": 1}  # of four families asked at each
# Numbers of units in the order of a family's wishes: said by it, measured by nobody.
SAID = {"SignUp.wishes", "SignUp.late_wishes", "SignUp.not_waiting"}
# Commands that tell nothing of anybody, and why.
SILENT = {
    "serve": "a site, which is walked here",
    "manage": "Django's own",
    "rules show": "the law",
    "rules check": "the law",
    "roster check": "says of a file what is in it",
    "demo sign-ins": "the sample city's own accounts",
    "jobs watch": "does what `jobs run` does, each minute",
    "postgres check": "the database's settings",
    "postgres try": "a database that is thrown away",
}


class Town:
    """The access table's city with measured minutes in it, and one family on the panel: GUARDIAN, or another of the
    same class."""

    def __init__(self) -> None:
        self.city = build_city()
        self.tokens = {who: token_of(self.city.cast.people[who]) for who in ANY_SCOPE}
        known(self.city.cast, OTHER, guardian(self.city.cast, self.city.cast.pupils["𠅤·阿依古丽"]))
        _measure(self.city.cast)
        keep(Lake(settings.LAKE), WEDNESDAY, {"mean": np.array([float(PACE)]), "pupil": np.array([1])})

    def walked(self, who: str, minutes: str, only: tuple[str, ...] = ()) -> Answers:
        """Everything that is told, or `only` some pages, where `who` is asked and answers so; after which everything is
        as before."""
        cast = self.city.cast
        with transaction.atomic():
            if who == OTHER:
                PanelMember.objects.filter(person=cast.people[GUARDIAN]).update(person=cast.people[OTHER])
                _tonight(cast).update(pupil=cast.pupils["𠅤·阿依古丽"])
            ask = _tonight(cast).get()
            publication = self.city.things["the class"]["publication_id"]
            answer_ask(
                by=cast.actor(who),
                at=AT,
                ask_id=ask.pk,
                replies=Replies({publication: Reply(minutes=minutes)}, {"ENGLISH": "2"}),
                request=key(),
            )
            assert ask.answers.count() == 1
            found = dict(pages(self.city, only)) if only else everything(self.city, self.tokens)
            transaction.set_rollback(True)
        return found


def _tonight(cast: Cast) -> QuerySet[Ask]:
    return Ask.objects.filter(school=cast.school, date=TODAY)


def _measure(cast: Cast) -> None:
    """What the night of Wednesday left behind, in raw numbers."""
    fit(set_on(cast, WEDNESDAY, 20, cast.five_one, cast.five_two), 27.31813, 22.91437, 33.28711)
    night()
    classes = (cast.one_one, 1), (cast.five_one, 5), (cast.five_two, 5), (cast.seven_one, 7), (cast.mixed, 3)
    for (school_class, grade), seen in zip(classes, SEEN.values(), strict=True):
        signal(school_class, grade, kind=SignalKind.OVER, seen=seen, p=0.041773)
    for name, kappa in KAPPA.items():
        (who,) = (person for person in cast.people.values() if person.name == name)
        TeacherFactor.objects.create(
            school=cast.school, person=who, subject="MATHEMATICS", weight=91733.5, total=7.1913, kappa=kappa,
            variance=0.00313, works=30, as_of=WEDNESDAY,
        )  # fmt: skip
    for school_class, answered in zip((cast.five_one, cast.seven_one, cast.mixed), ANSWERED.values(), strict=True):
        for number in range(4):
            asked(school_class, answered=number < answered)
    CellFactor.objects.create(
        subject="MATHEMATICS", stage="PRIMARY", form="WRITTEN", alpha=0.0071, spread_of_works=0.2,
        spread_of_teachers=0.2, works=9, schools=3, as_of=WEDNESDAY,
    )  # fmt: skip


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with django_db_blocker.unblock(), override_settings(SHUANGJIAN_CLOCK="tests.cast.standing"), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("secrets.token_urlsafe", lambda length=32: "k" * length)  # the keys of forms
            patch.setattr(settings, "LAKE", tmp_path_factory.mktemp("lake"))
            town = Town()
            with roles_looked_up_once(), accounts_looked_up_once():
                yield town
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(django_db_setup: None, town: Town, django_db_blocker: Any) -> Answers:
    with django_db_blocker.unblock():
        return town.walked(GUARDIAN, "7")


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Where anybody but the families themselves is told something else."""
    assert one.keys() == other.keys()
    return [q for q in one if one[q] != other[q] and not q.startswith(GUARDIAN)]


def raw(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(question, number) for question, text in answers.items() for number in RAW if number in text]


def ranked(answers: Mapping[str, str], values: Mapping[str, float], least: int = 3) -> list[str]:
    """Where so many or more of what was measured stand in the order of the numbers, up or down."""
    found = []
    for question, text in answers.items():
        order = told_in_order(text, values)
        rises = [a < b for a, b in pairwise(order)]
        if len(order) >= least and len(set(rises)) == 1:
            found.append(question)
    return found


def test_the_walk_goes_everywhere(told: Answers) -> None:
    assert len(told) > 400
    assert any("约27分" in text for text in told.values())
    assert sum("其中9晚超出" in text for text in told.values()) > 5
    assert sum(asked.endswith("/signals") for asked in told) > 5


def test_nobody_learns_which_family_is_asked_nor_what_it_answered(town: Town, told: Answers) -> None:
    assert differing(told, town.walked(OTHER, "183")) == []


def test_no_raw_number_of_the_estimator_is_told(told: Answers) -> None:
    assert raw(told) == []


def test_no_list_of_classes_teachers_or_schools_follows_what_was_measured(told: Answers) -> None:
    assert ranked(told, SEEN) == []
    assert ranked(told, KAPPA, 4) == []  # three colleagues of a class stand by chance in some such order
    assert ranked(told, ANSWERED) == []


CARELESS = ("rules/", "password/")


@pytest.fixture
def careless(tmp_path: Path, request: Any) -> Iterator[None]:
    """A site whose frame shows what it must not."""
    frame = Path(settings.TEMPLATES[0]["DIRS"][0]) / "base.html"
    (tmp_path / "base.html").write_text(
        frame.read_text("utf-8").replace("</main>", f"{{{{ {request.param} }}}}</main>"), "utf-8"
    )
    engine = deepcopy(settings.TEMPLATES[0])
    engine["DIRS"] = [tmp_path, *engine["DIRS"]]
    engine["OPTIONS"]["context_processors"].append("tests.access.leaks.leaked")
    with override_settings(TEMPLATES=[engine]):
        yield


@pytest.mark.parametrize("careless", ["leaked_membership", "leaked_answers"], indirect=True)
def test_a_page_that_tells_who_is_asked_or_what_was_answered_is_noticed(town: Town, careless: None) -> None:
    assert differing(town.walked(GUARDIAN, "7", CARELESS), town.walked(OTHER, "183", CARELESS))


@pytest.mark.parametrize("careless", ["leaked_factors"], indirect=True)
def test_a_page_that_tells_a_raw_number_is_noticed(town: Town, careless: None) -> None:
    assert raw(town.walked(GUARDIAN, "7", CARELESS))


@pytest.mark.parametrize("careless", ["leaked_ranking"], indirect=True)
def test_a_page_that_ranks_classes_is_noticed(town: Town, careless: None) -> None:
    assert ranked(town.walked(GUARDIAN, "7", CARELESS), SEEN)


def test_every_command_that_tells_something_is_asked() -> None:
    told = {name for name, command in COMMANDS.items() if not any(p.name == "dry_run" for p in command.params)}
    assert told - set(SILENT) - {"demo start"} <= set(TELLING)


def test_the_record_ties_no_family_to_a_school_a_class_or_a_child(town: Town) -> None:
    acts = Act.objects.filter(name__startswith="timing.", actor_id=town.city.cast.people[GUARDIAN].pk)
    assert acts
    for act in acts:
        assert (act.school_id, act.class_id, act.on_id, act.place_path) == (None, None, None, "/")
        assert act.actor_name == "家长"
        assert "左小禾" not in f"{act.before}{act.after}{act.on_label}"


def test_no_table_that_names_a_child_holds_a_measured_number() -> None:
    """Speeds live in the estimator's own file. What a family answered is whole minutes, and loses its child."""
    naming = [m for m in apps.get_models() if any(f.related_model is Pupil for f in m._meta.concrete_fields)]
    assert len(naming) > 3
    kinds = (models.FloatField, models.DecimalField, models.JSONField, models.BinaryField)
    found = {f"{m.__name__}.{f.name}" for m in naming for f in m._meta.concrete_fields if isinstance(f, kinds)}
    assert found == SAID

"""Two save a draft at the same moment, or one saves while the principal adopts: one is done, the other is told."""

import pytest

from shuangjian.audit.operations import Request
from shuangjian.policy.models import AdoptedRules, RulesDraft
from shuangjian.policy.operations import DraftOvertaken, adopt_rules, save_rules_draft
from tests.apps.policy.own_rules import TOMORROW, save, text
from tests.cast import AT, Cast
from tests.races.crowd import at_once

pytestmark = pytest.mark.race


def saver(cast: Cast, who: str, key: str, began_with: tuple[int, int]):
    by, school, written = cast.actor(who), cast.facts(), text(MARKING=(f"{key}写的。",))

    def act():
        return save_rules_draft(
            by=by, at=AT, school=school, text=written, began_with=began_with, request=Request.of(key)
        )

    return act


def test_of_many_who_began_with_one_revision_one_is_saved_and_all_others_are_told(committed_cast: Cast) -> None:
    save(committed_cast, text())
    people = ("academic", "principal") * 4
    results = at_once([saver(committed_cast, who, f"{who}{n}", (1, 1)) for n, who in enumerate(people)])
    told = [one for one in results if isinstance(one, DraftOvertaken)]
    assert len(told) == len(people) - 1, results
    assert RulesDraft.objects.count() == 2


def test_what_is_adopted_is_what_was_read_whoever_saves_at_that_moment(committed_cast: Cast) -> None:
    cast = committed_cast
    save(cast, text())
    principal, school = cast.actor("principal"), cast.facts()

    def adopt():
        return adopt_rules(by=principal, at=AT, school=school, read=(1, 1), since=TOMORROW, request=Request.of("adopt"))

    adopted, saved = at_once([adopt, saver(cast, "academic", "late", (1, 1))])
    assert isinstance(adopted, DraftOvertaken) != isinstance(saved, DraftOvertaken), (adopted, saved)
    assert AdoptedRules.objects.count() + RulesDraft.objects.count() == 2
    for version in AdoptedRules.objects.all():
        assert version.text == text().as_plain()

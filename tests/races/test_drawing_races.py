"""Many seal, draw and answer at once: one sealing, one draw, and every answer in the lists or refused."""

import pytest
from django.db import transaction

from shuangjian.afterschool.models import Credit, Draw, DrawnUnit, Placement, Programme, SignUp, Unit
from shuangjian.afterschool.operations import draw_programme, seal_lists
from shuangjian.afterschool.queries import is_sealed
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.audit.models import Act
from tests.apps.afterschool.term import (
    CLOSES,
    DRAWN,
    OPERATOR,
    SEALED,
    answered,
    children,
    joins,
    programme_of,
    sealed,
)
from tests.races.crowd import at_once

pytestmark = pytest.mark.race


def test_of_many_draws_at_once_one_is_kept(committed_cast):
    programme = programme_of(committed_cast)
    answered(committed_cast, programme)
    sealed(programme)
    results = at_once([lambda: draw_programme(by=OPERATOR, at=DRAWN, programme_id=programme.pk)] * 4)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert len({r.digest for r in results}) == 1
    assert Act.objects.filter(name="afterschool.draw_programme").count() == 1
    assert (DrawnUnit.objects.count(), Placement.objects.count(), Credit.objects.count()) == (5, 18, 8)


def test_of_many_sealings_at_once_one_is_kept(committed_cast):
    programme = programme_of(committed_cast)
    answered(committed_cast, programme)
    results = at_once([lambda: seal_lists(by=OPERATOR, at=SEALED, programme_id=programme.pk)] * 4)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert len({(r.pk, r.sealed_digest) for r in results}) == 1
    assert Act.objects.filter(name="afterschool.seal_lists").count() == 1


def test_an_answer_that_comes_with_the_sealing_is_in_the_lists_or_undone(committed_cast):
    """New answers and changed ones. What signs up writes, and then looks whether the lists are sealed."""
    programme = programme_of(committed_cast)
    old = [joins(programme, pupil, (1,), (1,)) for pupil in children(committed_cast, 6)]
    new = children(committed_cast, 6)

    def sign(act):
        with transaction.atomic():
            Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
            act()
            if is_sealed(programme.pk):
                raise Refusing
        return True

    def change(sign_up):
        return lambda: sign(lambda: SignUp.objects.filter(pk=sign_up.pk).update(wishes=[2, 1], weekdays=5))

    def come(pupil):
        return lambda: sign(lambda: joins(programme, pupil, (2,), (3,)))

    acts = [*map(change, old[:3]), *map(come, new[:3])]
    acts += [lambda: seal_lists(by=OPERATOR, at=CLOSES, programme_id=programme.pk)]
    acts += [*map(change, old[3:]), *map(come, new[3:])]
    results = at_once(acts)
    assert {type(r) for r in results} <= {bool, Draw, Refusing}
    lists = {row["id"]: row for row in unpacked(bytes(Draw.objects.get().sealed_lists))["lists"]}
    stored = {s.opaque: list(s.wishes) for s in SignUp.objects.all()}
    assert {name: row["wishes"] for name, row in lists.items()} == stored


class Refusing(Exception):
    """The lists are sealed."""


def test_sealing_and_drawing_at_once_leaves_a_whole_draw(committed_cast):
    programme = programme_of(committed_cast)
    answered(committed_cast, programme)

    def both():
        seal_lists(by=OPERATOR, at=SEALED, programme_id=programme.pk)
        return draw_programme(by=OPERATOR, at=DRAWN, programme_id=programme.pk).digest

    results = at_once([both] * 3)
    assert len(set(results)) == 1
    assert (Draw.objects.count(), Placement.objects.count()) == (1, 18)
    assert Unit.objects.filter(closed_at=DRAWN).count() == 1

"""One worker or two, and in any order: the same draws, and one digest over all of them."""

import pytest
from click.testing import CliRunner

from shuangjian.afterschool.models import Credit, Draw, DrawnUnit, Placement, Unit
from shuangjian.afterschool.queries import drawn_term
from shuangjian.cli import commands
from tests.apps.afterschool.term import answered, joins, programme_of

pytestmark = pytest.mark.race


def test_two_processes_draw_what_one_does(committed_cast):
    cast = committed_cast
    answered(cast, programme_of(cast))
    for school, name in (("village", "游晓溪"), ("other_school", "费一诺")):
        joins(programme_of(cast, getattr(cast, school)), cast.pupils[name], (1, 2), (1, 3))
    digests = []
    for workers in ("1", "2"):
        for command in ("seal", "run", "check"):
            result = CliRunner().invoke(commands, ["draw", command, "--all", "--workers", workers])
            assert result.exit_code == 0, result.output
        digests.append(drawn_term().digest)
        assert Placement.objects.count() == 22
        for model in (Placement, DrawnUnit, Draw, Credit):
            model.objects.all().delete()
        Unit.objects.update(taken=0, closed_at=None)
    assert digests[0] == digests[1]

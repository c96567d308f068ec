"""What an evening that is over took, beside what was counted: on its bar and in words."""

from dataclasses import dataclass

from shuangjian.desks.common.bars import Bar
from shuangjian.desks.common.lanes import Lane, lane
from shuangjian.homework.queries import Item
from shuangjian.timing.queries import EveningMeasured
from shuangjian.timing.rules.showing import Response, Verdict, verdict, whole


@dataclass(frozen=True)
class Took:
    """An evening's bar with what was measured of it."""

    bar: Bar
    measured: EveningMeasured

    @property
    def response(self) -> Response:
        return self.measured.response

    @property
    def lane(self) -> Lane | None:
        """None where too little is known. About the same as what is counted is drawn as the same."""
        total = self.measured.total
        if total is None:
            return None
        same = verdict(total.minutes, self.bar.committed) is Verdict.SAME
        at = self.bar.committed if same else total.minutes
        return lane(self.bar, at, total.low, total.high, f"实测 {self.short}")

    @property
    def short(self) -> str:
        """43（37–51）, of the whole evening; "" where too little is known."""
        total = self.measured.total
        if total is None:
            return ""
        same = verdict(total.minutes, self.bar.committed) is Verdict.SAME
        return f"{'差不到5分' if same else whole(total.minutes)}（{whole(total.low)}–{whole(total.high)}）"

    @property
    def words(self) -> str:
        """Of the whole evening; "" where too little is known."""
        return self.measured.total.beside(self.bar.committed) if self.measured.total else ""

    def of(self, item: Item) -> str:
        """Of one piece of homework; "" where too little is known, or it is not counted."""
        measured = self.measured.works.get(item.publication_id)
        return measured.beside(item.minutes) if measured else ""

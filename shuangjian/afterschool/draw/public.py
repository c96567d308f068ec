"""The public number of a draw: a source, an issue, and what holds where that issue does not come out.

Nobody may choose once sign-up has opened, also not between "wait on" and "take another": so the rule for an issue that
fails to come out is committed to together with the issue. `verify_draw.py` says it once more, on its own.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from shuangjian.kernel.day import SHANGHAI


@dataclass(frozen=True)
class PublicNumber:
    """`issue` of `source` is due at `due`, an aware moment. What is not out `wait_days` days after its date is passed
    over for the next issue of the same source in the order of issues, whose date counts from there, and so on.
    `where` anybody can look up every issue, also one that did not come out; rounds before this was asked name none."""

    source: str
    issue: str
    due: dt.datetime
    wait_days: int
    where: str = ""

    def name_of(self, passed: int = 0) -> str:
        """What is drawn with once so many issues were passed over: 第2026137期, then 第2026137期往后第1期."""
        first = f"{self.source}第{self.issue}期"
        return f"{first}往后第{passed}期" if passed else first

    def due_of(self, passed: int = 0) -> dt.datetime:
        """The date from which that issue is awaited; of all but the first, its date by the rule, not the source's."""
        return (self.due + dt.timedelta(days=self.wait_days * passed)).astimezone(SHANGHAI)

    def until(self, passed: int = 0) -> dt.datetime:
        """Exclusive: what is not out before this moment is passed over."""
        return self.due_of(passed + 1)

    def passed_over(self, count: int) -> list[dict[str, str]]:
        """The first `count` issues and until when each was awaited, as the published file tells it."""
        return [{"issue": self.name_of(n), "until": self.until(n).isoformat()} for n in range(count)]

    def as_json(self) -> dict[str, Any]:
        """As it is committed to; the date with its offset, so that everybody counts the days alike."""
        return {
            "source": self.source,
            "issue": self.issue,
            "due": self.due_of().isoformat(),
            "wait_days": self.wait_days,
        } | ({"where": self.where} if self.where else {})

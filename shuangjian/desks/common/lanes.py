"""The lane beneath an evening bar: minutes with their interval, on the bar's own scale."""

from dataclasses import dataclass

from shuangjian.desks.common.bars import CAP_AT, RIGHT_EDGE, Bar

TEXT_LEFT_FROM = 45.0  # percent: from there the words have room before the interval, otherwise behind it


@dataclass(frozen=True)
class Lane:
    """`low`, `at` and `high` in percent of the picture, cut at its edge; what lies beyond the cap line is `over`."""

    low: float
    at: float
    high: float
    words: str

    @property
    def over(self) -> float | None:
        """Where the part beyond the cap begins; None where the interval ends before."""
        return max(CAP_AT, self.low) if self.high > CAP_AT else None

    @property
    def text_left(self) -> bool:
        return self.low >= TEXT_LEFT_FROM


def lane(bar: Bar, minutes: float, low: float, high: float, words: str) -> Lane | None:
    """For a bar that has a track; None for another."""
    if not bar.has_track or not bar.cap:
        return None
    x_low, x_at, x_high = (min(round(m * CAP_AT / bar.cap, 2), RIGHT_EDGE) for m in (low, minutes, high))
    return Lane(x_low, x_at, x_high, words)

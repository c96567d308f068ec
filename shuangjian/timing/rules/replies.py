"""What a family may answer about one piece of homework, and which minutes that stands for."""

from dataclasses import dataclass

from shuangjian.kernel.refusal import InvalidInput

UNFINISHED = "no"
USUAL_MINUTES = 20  # of work whose minutes nobody declared, and of work that no sheet had
LONGEST_MINUTES = 300
STEP = 5


@dataclass(frozen=True)
class Span:
    """From `least` through `most` minutes, without `most` where it took longer than the longest answer."""

    least: int
    most: int | None
    finished: bool = True


@dataclass(frozen=True)
class Chip:
    """One answer to tap."""

    value: str
    words: str
    span: Span


@dataclass(frozen=True)
class Reply:
    """What came back about one piece of homework, as typed: which tier, which chip, how many minutes."""

    tier: str = ""
    choice: str = ""
    minutes: str = ""

    @property
    def is_empty(self) -> bool:
        """A tier alone says nothing."""
        return not (self.choice or self.minutes.strip())


@dataclass(frozen=True)
class Question:
    """One piece of homework. `tiers` are (name, minutes) where a child does one of several and so is asked which;
    `counted` are the minutes that the sheet counts for it, over all its `evenings`."""

    publication_id: int
    subject: str
    unit: str
    declared: int
    counted: int
    tiers: tuple[tuple[str, int], ...] = ()
    evenings: int = 1

    def chips_of(self, position: int) -> tuple[Chip, ...]:
        """The answers about one tier, by its own minutes; about the whole work where it has none."""
        return chips(self.tiers[position][1] if self.tiers else self.declared)

    def read(self, reply: Reply) -> tuple[int, Span]:
        """The tier that was done and how long it took; minutes that were written go before a chip.

        Raises InvalidInput by the field of the form: `t-7` for the tier of publication 7, `m-7` for its minutes.
        """
        position, counted = self._tier(reply.tier) if self.tiers else (0, self.counted)
        if reply.minutes.strip():
            return position, exactly(self._minutes(reply.minutes))
        if reply.choice == UNFINISHED:
            return position, unfinished(counted)
        span = next((chip.span for chip in self.chips_of(position) if chip.value == reply.choice), None)
        if span is None:
            raise InvalidInput({f"m-{self.publication_id}": "请点一个时间，或者写分钟数。"})
        return position, span

    def _tier(self, typed: str) -> tuple[int, int]:
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 3 and int(typed) < len(self.tiers)):
            names = "、".join(name for name, _ in self.tiers)
            raise InvalidInput({f"t-{self.publication_id}": f"请点{self.subject}做的是哪一种：{names}。"})
        return int(typed), self.tiers[int(typed)][1]

    def _minutes(self, typed: str) -> int:
        digits = typed.strip().removesuffix("分钟").removesuffix("分").strip()
        if not (digits.isdecimal() and len(digits) < 4 and 1 <= int(digits) <= LONGEST_MINUTES):
            words = f"{self.subject}的分钟数请写1到{LONGEST_MINUTES}的整数，比如25。"
            raise InvalidInput({f"m-{self.publication_id}": words})
        return int(digits)


def chips(declared: int) -> tuple[Chip, ...]:
    """Four answers about work that should take `declared` minutes: up to about half of them, up to all, up to half as
    much again, longer; each rounded to five minutes, and each at least five above the one before."""
    declared = declared or USUAL_MINUTES
    half = max(STEP, _rounded(declared / 2))
    whole = max(half + STEP, _rounded(declared))
    more = max(whole + STEP, _rounded(declared * 1.5))
    return (
        Chip("0", f"{half}分以内", Span(1, half)),
        Chip("1", f"{half}到{whole}分", Span(half, whole)),
        Chip("2", f"{whole}到{more}分", Span(whole, more)),
        Chip("3", f"{more}分以上", Span(more, None)),
    )


def unfinished(counted: int) -> Span:
    """Not finished: it takes longer than the minutes that the sheet counts for it."""
    return Span(counted or USUAL_MINUTES, None, finished=False)


def exactly(minutes: int) -> Span:
    """A number of minutes as somebody wrote it."""
    return Span(minutes, minutes)


def _rounded(minutes: float) -> int:
    """To five minutes, halves upwards."""
    return int(minutes / STEP + 0.5) * STEP

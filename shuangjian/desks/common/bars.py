"""The evening bar (傍晚条): one class, one evening, minutes of written work against the cap, as geometry for SVG.

x(m) = m × 80 / cap percent, so that the cap line always stands at 80 % and caps align down a page. See screens.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shuangjian.homework.queries import Segment
from shuangjian.homework.rules import Room
from shuangjian.kernel.subject import Subject

CAP_AT = 80.0
RIGHT_EDGE = 100.0  # percent of the picture: what reaches beyond 125 % of the cap is cut and the number tells
LABEL_FROM = 0.12  # of the cap: smaller segments are named in the list only
TICK_MINUTES = 15


@dataclass(frozen=True)
class Piece:
    """A rectangle. `kind`: set (a colleague's), mine, held, heldmine, draft, over; x and width in percent."""

    kind: str
    x: float
    width: float
    label: str
    short: str
    labelled: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def is_own(self) -> bool:
        return self.kind in ("mine", "draft", "heldmine")


@dataclass(frozen=True)
class Bar:
    """Everything a template needs to draw one evening.

    `state` is ok, full, over, zero (grades 1 and 2), no_homework_day or no_total (a vacation without one). `words` are
    the rows of the list below it: (kind, words). Minutes throughout; `free` is what is left after the draft.
    """

    title: str
    cap: int | None
    committed: int
    draft: int
    over: int
    free: int
    state: str
    sentence: str
    pieces: tuple[Piece, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    ticks: tuple[float, ...] = ()

    @property
    def own(self) -> tuple[Piece, ...]:
        """Those that get a line beneath: mine."""
        return tuple(piece for piece in self.pieces if piece.is_own)

    @property
    def has_track(self) -> bool:
        return self.state in ("ok", "full", "over")


@dataclass(frozen=True)
class _Part:
    kind: str
    subject: Subject
    minutes: int  # as drawn
    stated: int  # as said: the part of a draft within the cap is drawn, the whole draft is named


_LABELS = {
    "held": ("{s} 留{m}", "留{m}", "留给{s} {m}"),
    "heldmine": ("我的份额 {m}", "我的 {m}", "{s}份额未用 {m}"),
    "draft": ("{s} +{m}", "{c} +{m}", "这次{s} {m}"),
}
_SET = ("{s} {m}", "{c} {m}", "{s}已定 {m}")


def bar(
    room: Room,
    segments: Sequence[Segment],
    *,
    title: str = "",
    mine: str | None = None,
    own: Collection[str] = (),
    draft: int = 0,
) -> Bar:
    """Draw an evening: what is set in the fixed order of subjects, then what is kept, then the draft last.

    `mine` is the subject of who is looking, `own` what else that person teaches there; `draft` the minutes about to
    be added for `mine`.
    """
    cap, room_left = room.cap or 0, max(room.free, 0)
    over = max(draft - room_left, 0)
    parts = _parts(segments, mine, own, draft, draft - over)
    free = max(cap - sum(part.minutes for part in parts), 0)
    state = _state(room, draft)
    pieces = _lay_out(parts, cap)
    if over and cap:
        start = pieces[-1].end if pieces else 0.0
        width = max(min(over * CAP_AT / cap, RIGHT_EDGE - start), 1.0)
        pieces.append(Piece("over", start, round(width, 2), f"多{over}", f"多{over}", True))
    words = [(part.kind, _said(part)[2]) for part in parts if part.stated]
    if over and draft == over and mine:
        words.append(("draft", f"这次{Subject(mine).label} {draft}"))
    if free and not over:
        words.append(("track", f"空 {free}"))
    return Bar(
        title=title,
        cap=room.cap,
        committed=room.committed,
        draft=draft,
        over=over,
        free=free,
        state=state,
        sentence=_sentence(title, room, words, over, draft),
        pieces=tuple(pieces),
        words=tuple(words),
        ticks=tuple(round(m * CAP_AT / cap, 2) for m in range(TICK_MINUTES, cap, TICK_MINUTES)) if cap else (),
    )


def _parts(segments: Sequence[Segment], mine: str | None, own: Collection[str], draft: int, inside: int) -> list[_Part]:
    parts = [
        _Part("mine" if s.subject == mine or s.subject in own else "set", s.subject, s.committed, s.committed)
        for s in segments
        if s.committed
    ]
    for s in segments:
        kept = max(s.kept - inside, 0) if s.subject == mine else s.kept  # a draft claims one's own share first
        if kept:
            parts.append(_Part("heldmine" if s.subject == mine else "held", s.subject, kept, kept))
    if mine and inside:
        parts.append(_Part("draft", Subject(mine), inside, draft))
    return parts


def _said(part: _Part) -> tuple[str, str, str]:
    """Long label, short label, words of the list."""
    long, short, words = (
        form.format(s=part.subject.label, c=part.subject.short, m=part.stated) for form in _LABELS.get(part.kind, _SET)
    )
    return long, short, words


def _lay_out(parts: Sequence[_Part], cap: int) -> list[Piece]:
    pieces, x = [], 0.0
    for part in parts:
        width = part.minutes * CAP_AT / cap if cap else 0.0
        long, short, _ = _said(part)
        labelled = bool(cap) and part.minutes >= LABEL_FROM * cap
        pieces.append(Piece(part.kind, round(x, 2), round(width, 2), long, short, labelled))
        x += width
    return pieces


def _state(room: Room, draft: int) -> str:
    if room.cap is None:
        return "no_total"
    if room.zero == "GRADE":
        return "zero"
    if room.zero:
        return "no_homework_day"
    if draft > room.free:
        return "over"
    return "full" if room.committed + draft >= room.cap else "ok"


def _sentence(title: str, room: Room, words: Sequence[tuple[str, str]], over: int, draft: int) -> str:
    """The text equivalent: cap, each part, verdict."""
    lead = f"{title}：" if title else ""
    if room.cap is None:
        return f"{lead}学校还没有定这个假期的总量"
    if room.zero == "GRADE":
        return f"{lead}一、二年级不布置书面作业"
    if room.zero:
        return f"{lead}无书面作业日"
    said = [f"{lead}上限{room.cap}分", *(text.replace(" ", "") + "分" for _, text in words)]
    if over:
        said.append(f"多出{over}分，放不下")
    elif draft:
        said.append("放得下")
    elif room.committed >= room.cap:
        said.append("已满")
    return "，".join(said)

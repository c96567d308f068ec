"""What is done to the panel and its results."""

from shuangjian.timing.operations.answering import (
    Replies,
    answer_ask,
)
from shuangjian.timing.operations.counting import (
    count_class,
)
from shuangjian.timing.operations.drawing import (
    Drawn,
    draw_panel,
    preview_draw,
)
from shuangjian.timing.operations.membership import (
    agree_to_panel,
    decline_panel,
    forget_child,
    note_forgotten,
)
from shuangjian.timing.operations.nights import (
    Found,
    NightTaken,
    begin_run,
    end_run,
)
from shuangjian.timing.operations.retention import (
    EXPIRIES,
)
from shuangjian.timing.operations.stopping import (
    end_evening,
    ending_for,
    take_back_stop,
)

__all__ = [
    "EXPIRIES",
    "Drawn",
    "Found",
    "NightTaken",
    "Replies",
    "agree_to_panel",
    "answer_ask",
    "begin_run",
    "count_class",
    "decline_panel",
    "draw_panel",
    "end_evening",
    "end_run",
    "ending_for",
    "forget_child",
    "note_forgotten",
    "preview_draw",
    "take_back_stop",
]

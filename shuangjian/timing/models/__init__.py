"""The panel, what was answered, and what was made of it. No pupil's speed is in any table."""

from shuangjian.timing.models.answers import Answer, Ask, Unlisted
from shuangjian.timing.models.counts import ClassCount
from shuangjian.timing.models.factors import BandFactor, CellFactor, SchoolFactor, TeacherFactor
from shuangjian.timing.models.fitted import Fitted, Run
from shuangjian.timing.models.panel import Forgotten, PanelDay, PanelMember
from shuangjian.timing.models.signals import ClassSignal
from shuangjian.timing.models.stops import Stop, StoppedWork

__all__ = [
    "Answer",
    "Ask",
    "BandFactor",
    "CellFactor",
    "ClassCount",
    "ClassSignal",
    "Fitted",
    "Forgotten",
    "PanelDay",
    "PanelMember",
    "Run",
    "SchoolFactor",
    "Stop",
    "StoppedWork",
    "TeacherFactor",
    "Unlisted",
]

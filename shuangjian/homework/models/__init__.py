"""Tables of homework, a file per noun."""

from shuangjian.homework.models.assignment import Assignment, Publication, Tier
from shuangjian.homework.models.evening import Entry, Evening, Share
from shuangjian.homework.models.sheet import SheetAddress

__all__ = ["Assignment", "Entry", "Evening", "Publication", "Share", "SheetAddress", "Tier"]

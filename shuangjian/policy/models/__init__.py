"""Tables of a school's own rules, the choices it has made and the text that states them, and of places' own hours."""

from shuangjian.policy.models.choices import SchoolChoice
from shuangjian.policy.models.off_work import OffWorkTime
from shuangjian.policy.models.texts import AdoptedRules, RulesDraft

__all__ = ["AdoptedRules", "OffWorkTime", "RulesDraft", "SchoolChoice"]

"""Tables of a school's own rules: the choices it has made, and the text that states them."""

from shuangjian.policy.models.choices import SchoolChoice
from shuangjian.policy.models.texts import AdoptedRules, RulesDraft

__all__ = ["AdoptedRules", "RulesDraft", "SchoolChoice"]

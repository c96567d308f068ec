"""Writing a school's own rules, and when work ends in a county. What settles evenings besides is in
journeys.set_school_rule."""

from shuangjian.policy.operations.choices import end_choice, state_choice
from shuangjian.policy.operations.off_work import state_off_work_time
from shuangjian.policy.operations.texts import DraftOvertaken, adopt_rules, save_rules_draft

__all__ = ["DraftOvertaken", "adopt_rules", "end_choice", "save_rules_draft", "state_choice", "state_off_work_time"]

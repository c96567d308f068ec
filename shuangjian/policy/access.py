"""Who may state a school's own rules: its academic affairs and its principal, who is the first responsible person."""

from shuangjian.schools.access import can_lead_school, check_can_lead_school

__all__ = ["can_lead_school", "check_can_lead_school"]

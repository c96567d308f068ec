"""The chapters in which readers find the rules. A new rule joins one of them; a test looks that none is left out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """`slug` names the chapter in addresses; `names` are paths of rules, in the order in which they are read."""

    slug: str
    title: str
    names: tuple[str, ...]


def _theme(slug: str, title: str, folder: str, *names: str) -> Theme:
    return Theme(slug, title, tuple(f"{folder}/{name}" for name in names))


THEMES = (
    _theme(
        "amount",
        "作业能留多少",
        "homework",
        "written_minutes",
        "break_total",
        "weekly_no_homework_day",
        "in_school_consolidation",
        "finished_in_school",
        "bedtime_first",
    ),
    _theme(
        "kind",
        "留什么样的作业",
        "homework",
        "difficulty",
        "repetitive_or_punitive",
        "mechanical_drill",
        "kinds",
        "encouraged_kinds",
        "adaptation",
        "functions",
        "zero_start",
        "design",
        "basic_homework_system",
    ),
    _theme("paper", "用纸，还是用手机", "homework", "on_paper", "by_phone", "diagnosis_by_it"),
    _theme("marking", "谁来批改", "homework", "full_marking", "self_marking", "parents_marking"),
    _theme("others", "家长和校外机构", "homework", "parents_tasks", "institutions"),
    _theme(
        "school",
        "学校怎么管作业",
        "homework",
        "school_rules",
        "coordination",
        "term_plan",
        "publicity",
        "leading_group",
        "teacher_assessment",
        "supervision",
    ),
    _theme("sleep", "睡眠", "sleep", "hours", "bedtime"),
    _theme(
        "day",
        "在校的一天",
        "schoolday",
        "first_lesson",
        "early_arrival",
        "noon_rest",
        "screen_share",
        "evening_self_study",
        "evening_hours",
        "evening_end",
    ),
    _theme(
        "service",
        "课后服务做什么",
        "afterschool",
        "principles",
        "content",
        "homework_guidance",
        "individual_help",
        "no_new_lessons",
        "no_make_up",
        "no_drill",
    ),
    _theme(
        "service-when",
        "课后服务几天、到几点",
        "afterschool",
        "school_days",
        "not_service",
        "days_per_week",
        "hours_per_day",
        "end_time",
        "extended_care",
    ),
    _theme(
        "service-who",
        "课后服务谁来参加",
        "afterschool",
        "voluntary",
        "no_forcing",
        "application",
        "priority",
        "coverage",
    ),
    _theme(
        "service-money",
        "课后服务的钱",
        "afterschool",
        "funding",
        "no_own_charges",
        "fee_setting",
        "fee_publicity",
        "fee_relief",
        "fee_items",
        "fee_per_lesson",
        "teacher_pay",
        "teacher_pay_per_lesson",
    ),
    _theme(
        "service-others",
        "校外的人来做课后服务",
        "afterschool",
        "outside_providers",
        "provider_list",
        "provider_persons",
        "unqualified_providers",
    ),
    _theme("curriculum", "课程", "curriculum", "lesson_minutes", "weekly_lessons", "stages"),
)
OTHER = Theme("other", "其他", ())
_THEME_OF = {name: theme for theme in THEMES for name in theme.names}


def theme_of(name: str) -> Theme:
    """The chapter of a rule; OTHER for one that no chapter names yet."""
    return _THEME_OF.get(name, OTHER)

"""Pages that leak, for the test that must notice: what a scratch template shows of tables that no page may show."""

from typing import Any

from django.http import HttpRequest

from shuangjian.afterschool.models import Placement
from shuangjian.timing.models import Answer, Ask, ClassSignal, TeacherFactor


def leaked(request: HttpRequest) -> dict[str, Any]:
    """Context processor of a site whose templates are careless."""
    asked = Ask.objects.exclude(pupil=None).select_related("pupil")
    signals = ClassSignal.objects.order_by("-seen").select_related("school_class")
    labels = {1: "一（1）班", 7: "七（1）班", 3: "三、四（1）班"}
    tutored = Placement.objects.exclude(tutoring=None).select_related("pupil")
    return {
        "leaked_tutoring": "、".join(place.pupil.name for place in tutored),
        "leaked_membership": "、".join(ask.pupil.name for ask in asked if ask.pupil),
        "leaked_answers": "、".join(f"用了{answer.least}分" for answer in Answer.objects.all()),
        "leaked_factors": "、".join(str(row.kappa) for row in TeacherFactor.objects.all()),
        "leaked_ranking": "、".join(
            labels.get(row.grade) or f"五（{row.school_class.number}）班" for row in signals if row.seen
        ),
    }

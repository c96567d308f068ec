"""What a school says to the parts of a service model that only it can answer."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from shuangjian.afterschool.models import PartAnswer, Programme
from shuangjian.afterschool.operations.planning import lock_programme, subject_of
from shuangjian.afterschool.queries.service_models import answers_of, model_at
from shuangjian.afterschool.rules.model_parts import Requirement
from shuangjian.audit.operations import Request, record
from shuangjian.kernel.actor import Actor
from shuangjian.kernel.refusal import InvalidInput

LONGEST_ANSWER = 200


def answer_parts(
    *, by: Actor, at: dt.datetime, programme_id: int, answers: Mapping[str, str], request: Request
) -> Programme:
    """Answer parts of the model that counts for a programme, by name; an empty answer takes one back. What is not in
    `answers` stays. At any stage: families sign up for units, not for this.

    Raises NotVisible, NotAllowed, InvalidInput under `answers` for what is too long or is not asked.
    """
    with transaction.atomic():
        row, school = lock_programme(by, programme_id)
        model = model_at(school.path, row.since)
        asked = {part.name for part in model.parts.all() if part.requirement == Requirement.IN_WORDS} if model else ()
        if not set(answers) <= set(asked):
            raise InvalidInput({"answers": "教育局改过要说明的几条，没有存。请照下面现在的几条再写。"})
        if any(len(words) > LONGEST_ANSWER for words in answers.values()):
            raise InvalidInput({"answers": f"每一条请写在{LONGEST_ANSWER}个字以内。"})
        before = {name: words for name, words in answers_of([row.pk])[row.pk].items() if name in answers}
        PartAnswer.objects.filter(programme=row, name__in=answers).delete()
        PartAnswer.objects.bulk_create(
            PartAnswer(programme=row, school_id=row.school_id, name=name, words=words)
            for name, words in answers.items()
            if words
        )
        record(
            by=by,
            at=at,
            name="afterschool.answer_parts",
            on=subject_of(row, school),
            before={"answers": before},
            after={"answers": {name: words for name, words in answers.items() if words}},
            request=request,
        )
    return row

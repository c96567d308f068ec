"""Service models: which counts at a place on a date, and how the programmes below stand against its parts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from shuangjian.afterschool.models import ModelPart, PartAnswer, ServiceModel
from shuangjian.afterschool.queries.plans import plan_of, stated_parts
from shuangjian.afterschool.queries.programmes import programmes_below
from shuangjian.afterschool.rules.service_model import PartFound, StatedPart, check_model
from shuangjian.schools.queries import SchoolFacts, facts_below, ids_of


def model_at(path: str, date: dt.date) -> ServiceModel | None:
    """The model that counts at a place on a date, with its parts: that of the nearest place on its path which states
    one. Two queries."""
    ids = ids_of(path)
    stated = {row.place_id: row for row in _on(date).filter(place_id__in=ids)}
    return next((stated[pk] for pk in reversed(ids) if pk in stated), None)


def models_of_place(place_id: int) -> list[ServiceModel]:
    """All models that a place has stated, the latest first, with their parts. Two queries."""
    return list(_with_parts().filter(place_id=place_id).order_by("-since", "-pk"))


@dataclass(frozen=True)
class PartBelow:
    """One part of a model and the schools whose programme keeps it or not, by place; where only the school can say,
    those that have said it in words, and those that have not."""

    number: int
    part: StatedPart
    kept: tuple[tuple[SchoolFacts, PartFound], ...]
    not_kept: tuple[tuple[SchoolFacts, PartFound], ...]


@dataclass(frozen=True)
class ModelBelow:
    """Of `schools` for which a model counts, `planned` have a programme in the term; each part is of those."""

    schools: int
    planned: int
    parts: tuple[PartBelow, ...]


def model_below(model: ServiceModel, path: str, year: int, number: int, date: dt.date) -> ModelBelow:
    """The programmes of a term against a model, wherever at or below a place it counts on a date: not below a place
    that states its own. Seven queries, however many schools."""
    nearer = _on(date).filter(place__path__startswith=model.place.path).exclude(place_id=model.place_id)
    others = tuple(row.place.path for row in nearer)
    schools = {pk: facts for pk, facts in facts_below(path).items() if not facts.path.startswith(others or ("-",))}
    parts = stated_parts(model.parts.all())
    rows = [row for row in programmes_below(path, year, number) if row.school_id in schools]
    answers = answers_of([row.pk for row in rows])
    found = [
        (
            schools[row.school_id],
            check_model(plan_of(row, row.units.all(), schools[row.school_id]), parts, answers[row.pk]),
        )
        for row in rows
    ]
    order = {pk: place for place, pk in enumerate(schools)}
    found.sort(key=lambda pair: order[pair[0].id])
    return ModelBelow(len(schools), len(found), tuple(_part_below(n, part, found) for n, part in enumerate(parts)))


def _part_below(index: int, part: StatedPart, found: list[tuple[SchoolFacts, tuple[PartFound, ...]]]) -> PartBelow:
    of_part = [(school, parts[index]) for school, parts in found]
    kept = tuple((school, one) for school, one in of_part if one.met or one.answer)
    not_kept = tuple((school, one) for school, one in of_part if not (one.met or one.answer))
    return PartBelow(index + 1, part, kept, not_kept)


def answers_of(programme_ids: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """What schools said to the parts that only they can answer: by programme and name of the part. One query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = PartAnswer.objects.filter(programme_id__in=programme_ids)
    for programme_id, name, words in rows.values_list("programme_id", "name", "words"):
        found[programme_id][name] = words
    return found


def _on(date: dt.date) -> QuerySet[ServiceModel]:
    return _with_parts().filter(Q(until=None) | Q(until__gt=date), since__lte=date).order_by("pk")


def _with_parts() -> QuerySet[ServiceModel]:
    parts = Prefetch("parts", ModelPart.objects.order_by("number"))
    return ServiceModel.objects.select_related("place", "stated_by").prefetch_related(parts)

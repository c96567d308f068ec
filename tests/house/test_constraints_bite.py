"""Every constraint of a table has somebody who breaks it, in the database itself."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from tests.cast import Cast
from tests.house.breaches import BREACHES, SHADOWED

pytestmark = pytest.mark.django_db


def constraints() -> Iterator[tuple[str, type[models.Model]]]:
    """Every named constraint of our own tables, and every field that is unique by itself (`slip.username`)."""
    for model in apps.get_models():
        if not model.__module__.startswith("shuangjian."):
            continue
        for constraint in model._meta.constraints:
            yield constraint.name, model
        for field in model._meta.local_concrete_fields:
            if field.unique and not field.primary_key:
                yield f"{model._meta.model_name}.{field.name}", model


def test_every_constraint_has_a_breach_and_every_breach_a_constraint() -> None:
    assert sorted(BREACHES) == sorted(name for name, _ in constraints())


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_the_database_refuses_a_breach_of(cast: Cast, name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREACHES[name](cast)
    assert _is_named(name, str(refused.value)), f"refused for another reason: {refused.value}"


def _is_named(name: str, words: str) -> bool:
    """Whether the database refused for this constraint: by its name, or (SQLite, a unique one) by its columns."""
    if name in words or SHADOWED.get(name, name) in words:
        return True
    model = dict(constraints())[name]
    if "." in name:
        fields: tuple[str, ...] = (name.split(".")[1],)
    else:
        found = next(c for c in model._meta.constraints if c.name == name)
        fields = tuple(found.fields) if isinstance(found, models.UniqueConstraint) else ()
    columns = {model._meta.get_field(field).column for field in fields}
    table = model._meta.db_table
    told = {part.strip().removeprefix(f"{table}.") for part in words.partition("failed: ")[2].split(",")}
    return bool(columns) and (told == columns or f"Key ({', '.join(columns)})" in words)

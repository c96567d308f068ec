"""How rows are changed and doubled past every check in Python."""

from typing import Any

from django.db import models


def change(model: type[models.Model], **values: Any) -> None:
    """Change the first row of a table, past every check in Python."""
    first = model._default_manager.order_by("pk").first()
    assert first is not None, f"no {model.__name__} to change"
    model._default_manager.filter(pk=first.pk).update(**values)


def again(row: models.Model | None, **values: Any) -> None:
    """Add the same row once more, with other values where two constraints would meet."""
    assert row is not None
    row.pk = None
    row._state.adding = True
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)

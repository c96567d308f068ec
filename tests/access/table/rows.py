"""The whole access table, desk by desk."""

from tests.access.table import (
    after_draw,
    api,
    bureau,
    classes,
    draws,
    family,
    results,
    school,
    service,
    sign_in,
    teacher,
)
from tests.access.table.row import Row

TABLE: list[Row] = [
    *sign_in.ROWS,
    *teacher.ROWS,
    *school.ROWS,
    *classes.ROWS,
    *service.ROWS,
    *results.ROWS,
    *draws.ROWS,
    *after_draw.ROWS,
    *bureau.ROWS,
    *family.ROWS,
    *api.ROWS,
]

"""The whole access table, desk by desk."""

from tests.access.table import api, bureau, classes, family, school, sign_in, teacher
from tests.access.table.row import Row

TABLE: list[Row] = [*sign_in.ROWS, *teacher.ROWS, *school.ROWS, *classes.ROWS, *bureau.ROWS, *family.ROWS, *api.ROWS]

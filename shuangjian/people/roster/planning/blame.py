"""Bad cells found against the database, up to a limit, beside those that were found while reading."""

from shuangjian.people.roster import limits
from shuangjian.people.roster.rows import BadCell, Cell, Reading
from shuangjian.people.roster.text import masked


class Blame:
    """Collects what is wrong with rows; a row is blamed once per field and reason."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._found: dict[BadCell, None] = {}
        self.unlisted = 0

    def __call__(self, where: Cell, field: str, value: str, reason: str) -> None:
        if len(self._found) >= limits.BAD_CELLS:
            self.unlisted += 1
            return
        self._found[self._reading.bad_cell(where, field, masked(value), reason)] = None

    @property
    def found(self) -> list[BadCell]:
        return list(self._found)

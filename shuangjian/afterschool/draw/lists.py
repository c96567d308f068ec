"""What a family handed in: the days its child joins, and its wishes in order."""

import hashlib
from dataclasses import dataclass
from typing import Any

from shuangjian.afterschool.draw.digests import canonical

# Crockford's base 32: no I, L, O or U, which are read as something else.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110", "- ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One child in a draw. `id`: opaque. `family`: opaque, shared by brothers and sisters who asked to stand together.
    `band`: +1, 0 or -1, carried over from the last draw. `days`: weekdays joined, ascending. `wishes`: unit numbers,
    the dearest first; of the whole week in one list, in which only the order inside a block matters."""

    id: str
    family: str | None
    grade: int
    band: int
    days: tuple[int, ...]
    wishes: tuple[int, ...]

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Entry":
        return cls(row["id"], row["family"], row["grade"], row["band"], tuple(row["days"]), tuple(row["wishes"]))

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "family": self.family,
            "grade": self.grade,
            "band": self.band,
            "days": list(self.days),
            "wishes": list(self.wishes),
        }

    @property
    def opaque(self) -> str:
        """Whose number in the lottery the child stands at."""
        return self.family or self.id


def receipt(entry: Entry) -> str:
    """Eight signs, 7K3F-2M8Q, by which a family finds its list in the published file exactly as it was handed in."""
    told = canonical({"id": entry.id, "days": list(entry.days), "wishes": list(entry.wishes)})
    number = int.from_bytes(hashlib.sha256(told.encode()).digest()[:5], "big")
    signs = "".join(SIGNS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"


def spoken(typed: str) -> str:
    """A receipt as it is kept, however it was typed or read out: 7k3f2m8q, 7K3F 2M8Q, O for 0, I or L for 1."""
    signs = typed.strip().upper().translate(_READ_AS)
    return f"{signs[:4]}-{signs[4:]}"

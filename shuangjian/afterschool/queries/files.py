"""The published file of a draw, and whether what is stored still is what was published."""

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

from shuangjian.afterschool.draw import Menu, check_file, verify_draw
from shuangjian.afterschool.models import Draw, Placement, SignUp
from shuangjian.afterschool.rules.kinds import Origin
from shuangjian.afterschool.rules.sealed_lists import unpacked
from shuangjian.kernel.day import shanghai_date


def published_bytes(programme_id: int) -> bytes:
    """The file of a draw as everybody gets it: canonical JSON. Raises Draw.DoesNotExist before it is drawn."""
    draw = Draw.objects.exclude(drawn_at=None).get(programme_id=programme_id)
    return gzip.decompress(bytes(draw.file or b""))


def verify_script() -> bytes:
    """The script by which anybody runs a published draw again, as it is."""
    return Path(verify_draw.__file__).read_bytes()


def replayed(programme_id: int, at: dt.datetime) -> list[str]:
    """Draw again from the stored file, twice over by two programs, and compare with it and with who is stored where: a
    sentence for each thing that does not fit. Who was where is erased some time after the term; then the file stands
    for itself. Raises Draw.DoesNotExist before it is drawn."""
    draw = Draw.objects.exclude(drawn_at=None).select_related("programme__round").get(programme_id=programme_id)
    try:
        file = unpacked(bytes(draw.file or b""))
    except (OSError, ValueError, EOFError) as broken:
        return [f"文件读不出来：{broken}"]
    commitment, sealed = draw.programme.commitment, draw.sealed_digest
    found = check_file(file, commitment=commitment, sealed=sealed)
    if not found:
        found = list(verify_draw.problems(file, commitment, sealed))  # type: ignore[no-untyped-call]
    if found:
        return found
    found = _against_facts(draw, file)
    is_erased = not SignUp.objects.filter(programme_id=programme_id).exists()
    return found if is_erased and shanghai_date(at) >= draw.programme.until else found + _against_places(draw, file)


def _against_facts(draw: Draw, file: dict[str, Any]) -> list[str]:
    facts = {
        "密钥": (draw.programme.secret, file["secret"]),
        "公开的数": (draw.public_value, file["public_value"]),
        "种子": (draw.seed, file["seed"]),
        "结果的摘要": (draw.digest, file["digest"]),
    }
    return [f"{what}：文件里和存下的不一样。" for what, (stored, told) in facts.items() if stored != told]


def _against_places(draw: Draw, file: dict[str, Any]) -> list[str]:
    first = _first_days(file["menu"])
    told = {
        (place["id"], int(day), number, place["turns"][first[int(day)]])
        for place in file["result"]["places"]
        for day, number in place["units"].items()
    }
    placed = Placement.objects.filter(programme_id=draw.programme_id, origin=Origin.DRAW)
    kept = set(placed.values_list("sign_up__opaque", "weekday", "unit__number", "turn"))
    return [
        *(f"{_who(row)}：文件里有，存下的没有。" for row in sorted(told - kept, key=str)),
        *(f"{_who(row)}：存下的有，文件里没有。" for row in sorted(kept - told, key=str)),
    ]


def _first_days(menu: dict[str, Any]) -> dict[int, str]:
    return {day: str(block[0]) for block in Menu.from_json(menu).blocks for day in block}


def _who(row: tuple[Any, ...]) -> str:
    return f"学生{row[0]}，周{'一二三四五'[row[1] - 1]}"

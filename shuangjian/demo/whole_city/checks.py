"""The built city against its model, its ledger against itself, its record sealed and walked."""

from collections.abc import Iterator

from shuangjian.audit.operations import seal
from shuangjian.audit.queries import verify
from shuangjian.demo.whole_city import model
from shuangjian.demo.whole_city.shapes import City
from shuangjian.homework.queries import ledger_faults, ledger_size
from shuangjian.kernel.refusal import InvalidInput
from shuangjian.people.queries import headcount
from shuangjian.schools.queries import classes_below, codes_of_schools


def check_whole(city: City) -> Iterator[str]:
    """Says what was checked, thing by thing. Raises InvalidInput for what does not check out."""
    pupils, seated, staff = headcount()
    found = {
        "学校": (len(codes_of_schools("/")), len(city.shapes)),
        "班": (len(classes_below("/", model.TODAY)), city.classes),
        "学生": (pupils, city.pupils),
        "在班的学生": (seated, city.pupils),
        "教师": (staff, city.teachers),
    }
    for what, (there, stated) in found.items():
        if there != stated:
            raise InvalidInput({"city": f"{what}应有{stated:,}，数据库里有{there:,}。这座城不能用，请重建。"})
    yield "，".join(f"{what}{there:,}" for what, (there, _) in found.items())
    if faults := ledger_faults():
        raise InvalidInput({"city": f"有{len(faults)}处账对不上，例如 {faults[0]}。这座城不能用，请重建。"})
    evenings, entries = ledger_size()
    yield f"{evenings:,}个班晚、{entries:,}条分录，账都对得上"
    seal(at=model.STANDS_AT)
    checked = verify()
    if checked.first_bad is not None:
        raise InvalidInput({"city": f"第{checked.first_bad}号留痕对不上。这座城不能用，请重建。"})
    yield f"{checked.sealed:,}条留痕已封存，都对得上"

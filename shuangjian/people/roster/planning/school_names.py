"""Which school a cell names: by its code, its name, or its name led by the places it lies in."""

import unicodedata
from collections.abc import Iterable

from shuangjian.people.roster.planning.state import KnownSchool


class SchoolNames:
    """Finds schools among those that are imported; `only` is the school when there is one alone."""

    def __init__(self, schools: tuple[KnownSchool, ...]) -> None:
        self.only = schools[0] if len(schools) == 1 else None
        self._schools = schools
        self._by_name: dict[str, list[KnownSchool]] = {}
        for school in schools:
            for name in filter(None, (school.name, school.code)):
                self._by_name.setdefault(folded(name), []).append(school)
        self._found: dict[str, KnownSchool | str] = {}

    def find(self, written: str) -> KnownSchool | str:
        """The school, or the sentence that says why there is none."""
        if written not in self._found:
            self._found[written] = self._find(written)
        return self._found[written]

    def _find(self, written: str) -> KnownSchool | str:
        text = folded(written)
        schools = self._by_name.get(text) or [school for school in self._schools if _spelled_out(text, school)]
        if len(schools) == 1:
            return schools[0]
        if schools:
            return "叫这个名字的学校不止一所，分不清是哪一所。请改写学校标识码。"
        if self.only is not None:
            return f"这里更新的是{self.only.name}，这一行写的是别的学校。请删去这一行，或改正学校。"
        return "这里没有叫这个名字的学校。请核对学校名称，或改写学校标识码；新学校先由教育局添加。"


def folded(name: str) -> str:
    """For comparing names of places: NFKC, without spaces or case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _spelled_out(text: str, school: KnownSchool) -> bool:
    """Whether this is the school's name led by the names of places it lies in: 濮阳市华龙区青枣路小学."""
    name = folded(school.name)
    return text.endswith(name) and _consists_of(text.removesuffix(name), map(folded, school.above))


def _consists_of(head: str, names: Iterable[str]) -> bool:
    for name in names:
        head = head.removeprefix(name)
    return not head

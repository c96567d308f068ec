"""Two people change one draft: what only one of them touched is taken from that one; the rest is told."""

from dataclasses import dataclass

from shuangjian.policy.rules.reading import renumbered
from shuangjian.policy.rules.text import RulesText, Section, SectionKind, Stated

_Key = tuple[SectionKind, str]


@dataclass(frozen=True)
class Merged:
    """`text` holds both people's changes; where both changed the same, it holds mine, and `theirs` what they wrote,
    by heading (or 名称)."""

    text: RulesText
    theirs: tuple[tuple[str, tuple[str, ...]], ...]


def merged(base: RulesText, theirs: RulesText, mine: RulesText) -> Merged:
    """`base` is what both began with."""
    both: list[tuple[str, tuple[str, ...]]] = []
    title = theirs.title if mine.title == base.title else mine.title
    if mine.title != base.title != theirs.title != mine.title:
        both.append(("名称", (theirs.title,)))
    base_by, their_by, my_by = _by_key(base), _by_key(theirs), _by_key(mine)
    sections = []
    for key in (*my_by, *(key for key in their_by if key not in my_by)):
        was, other, own = base_by.get(key), their_by.get(key), my_by.get(key)
        chosen = other if own == was else own
        if own != was and other not in (was, own):
            both.append((key[1], other.articles if other else ("（同事删去了这一章。）",)))
            chosen = own or other
        if chosen is not None:
            sections.append(chosen)
    sections.sort(key=lambda section: list(SectionKind).index(section.kind))
    text = RulesText(title, tuple(sections))
    return Merged(RulesText(title, text.sections, _stated(base, theirs, mine, text)), tuple(both))


def _stated(base: RulesText, theirs: RulesText, mine: RulesText, text: RulesText) -> tuple[Stated, ...]:
    """The limits of whoever changed them, following their articles into the text that both made."""
    found = []
    for name in dict.fromkeys(one.name for whose in (mine, theirs, base) for one in whose.stated):
        was, own = base.states(name), mine.states(name)
        whose = theirs if _same(was, own) else mine
        stated = whose.states(name)
        if stated is not None:
            moved = renumbered([a.text for a in whose.articles], [a.text for a in text.articles]).get(stated.article)
            if moved is not None:
                found.append(Stated(name, stated.value, moved))
    return tuple(found)


def _same(one: Stated | None, other: Stated | None) -> bool:
    """Whether the limit itself is the same, wherever its article stands."""
    return (one and one.value) == (other and other.value)


def _by_key(text: RulesText) -> dict[_Key, Section]:
    return {(s.kind, s.heading if s.kind is SectionKind.FURTHER else s.kind.label): s for s in text.sections}

"""Schools with a leading group and rules of their own: one on its second version, one on its first, one writing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from shuangjian.audit.operations import Request
from shuangjian.demo.cast import LEAVER
from shuangjian.demo.directory import Directory, on
from shuangjian.demo.plan import JIAHE, QINGZAO, SINCE, TODAY, WANGHE
from shuangjian.journeys.set_school_rule import state_choice
from shuangjian.kernel.actor import Duty
from shuangjian.kernel.day import shanghai_date
from shuangjian.people.operations import join_leading_group
from shuangjian.people.queries import staff_of_school
from shuangjian.policy.operations import adopt_rules, save_rules_draft
from shuangjian.policy.queries import draft_of, sentence_for, versions_of
from shuangjian.policy.rules import RulesText, Section, SectionKind, Stated, article_label, renumbered

Event = tuple[dt.datetime, Callable[[dt.datetime], object]]
CAP, WEEKEND, NOTICE = "homework/written_minutes", "homework/weekend_total", "homework/notice_days"
TOMORROW, YESTERDAY = SINCE + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)
AFTER_THE_HOLIDAY = dt.date(2026, 10, 8)
GROUP = (
    ("任可", Duty.DEPUTY),
    ("龚平", Duty.ACADEMIC_AFFAIRS),
    ("邵群", Duty.GRADE_GROUP),
    ("毕小满", Duty.HOMEROOM),
    ("沈岚", Duty.SUBJECT_TEACHER),
    (LEAVER, Duty.SUBJECT_TEACHER),
)
SUPPLEMENT = Section(SectionKind.FURTHER, "附则", ("这份办法每学年开学前看一遍，要改就拟下一版。",))


def events(city: Directory) -> list[Event]:
    first, second = on(SINCE, "08:30"), on(YESTERDAY, "09:30")
    moments = [first + dt.timedelta(minutes=5 * n) for n in range(4)]
    return [
        *((first, lambda at, who=who, duty=duty: _join(city, who, duty, at)) for who, duty in GROUP),
        (moments[1], lambda at: _save(city, QINGZAO, "龚平", at, _weekend_and_notice)),
        (moments[2], lambda at: _adopt(city, QINGZAO, "葛青", at, TOMORROW)),
        *((moments[3], lambda at, name=name: _state(city, "龚平", at, name, TOMORROW)) for name in (WEEKEND, NOTICE)),
        (on(SINCE, "10:00"), lambda at: _save(city, WANGHE, "饶可", at)),
        (on(SINCE, "10:20"), lambda at: _adopt(city, WANGHE, "桑群", at, TOMORROW)),
        (second, lambda at: _save(city, QINGZAO, "龚平", at, _cap)),
        (second + dt.timedelta(minutes=20), lambda at: _adopt(city, QINGZAO, "葛青", at, AFTER_THE_HOLIDAY)),
        (second + dt.timedelta(minutes=30), lambda at: _state(city, "葛青", at, CAP, AFTER_THE_HOLIDAY)),
        (on(TODAY, "11:20"), lambda at: _save(city, QINGZAO, "龚平", at, _supplement)),
        (on(TODAY, "11:40"), lambda at: _save(city, JIAHE, "汤玉兰", at)),
    ]


def _weekend_and_notice(text: RulesText) -> RulesText:
    """Eighty minutes of a weekend, and three school days of notice for large work, before what the law says of both."""
    text = _with(text, SectionKind.COORDINATION, 0, NOTICE, 3)
    return _with(text, SectionKind.COORDINATION, 0, WEEKEND, 80)


def _cap(text: RulesText) -> RulesText:
    """Fifty minutes a day, after what the law says of it."""
    return _with(text, SectionKind.ASSIGNING, 2, CAP, 50)


def _supplement(text: RulesText) -> RulesText:
    return replace(text, sections=(*text.sections, SUPPLEMENT))


def _with(text: RulesText, kind: SectionKind, place: int, name: str, value: int) -> RulesText:
    """A limit as an article of its own; those that stood before follow their articles."""
    words = sentence_for(name, value)
    sections = tuple(
        replace(section, articles=(*section.articles[:place], words, *section.articles[place:]))
        if section.kind is kind
        else section
        for section in text.sections
    )
    found = replace(text, sections=sections)
    moved = renumbered([a.text for a in text.articles], [a.text for a in found.articles])
    number = next(article.number for article in found.articles if article.text == words)
    stated = tuple(replace(one, article=moved[one.article]) for one in text.stated)
    return replace(found, stated=(*stated, Stated(name, value, number)))


def _join(city: Directory, who: str, duty: Duty, at: dt.datetime) -> None:
    school = city.schools[QINGZAO]
    person = staff_of_school(school.id, SINCE).get(name=who)
    by = city.actor(QINGZAO, "龚平", at)
    join_leading_group(by=by, at=at, school=school, person_id=person.pk, duty=duty, since=SINCE)


def _save(
    city: Directory, name: str, who: str, at: dt.datetime, change: Callable[[RulesText], RulesText] = lambda text: text
) -> None:
    school = city.schools[name]
    draft = draft_of(school, shanghai_date(at), versions_of(school.id))
    save_rules_draft(
        by=city.actor(name, who, at),
        at=at,
        school=school,
        text=change(draft.text),
        began_with=(draft.version, draft.revision),
        request=Request.of(f"sample-rules-{draft.version}-{draft.revision}"),
    )


def _adopt(city: Directory, name: str, who: str, at: dt.datetime, since: dt.date) -> None:
    school = city.schools[name]
    draft = draft_of(school, shanghai_date(at), versions_of(school.id))
    read, request = (draft.version, draft.revision), Request.of(f"sample-adopt-{draft.version}")
    adopt_rules(by=city.actor(name, who, at), at=at, school=school, read=read, since=since, request=request)


def _state(city: Directory, who: str, at: dt.datetime, name: str, since: dt.date) -> None:
    """What the latest version states."""
    school = city.schools[QINGZAO]
    text = versions_of(school.id)[0].text
    stated = text.states(name)
    assert stated is not None
    state_choice(
        by=city.actor(QINGZAO, who, at), at=at, school=school, name=name, value=stated.value, title=text.title,
        article=article_label(stated.article), since=since,
    )  # fmt: skip

"""The homework leading group: its head is the principal, its members are staff, each once at a time."""

import datetime as dt

import pytest

from shuangjian.audit.models import Act
from shuangjian.audit.operations import Request
from shuangjian.audit.sentences import sentence
from shuangjian.journeys.import_roster import apply_roster, preview_roster
from shuangjian.kernel.actor import Duty, Role, operator
from shuangjian.kernel.refusal import InvalidInput, NotAllowed, NotVisible
from shuangjian.people.models import GroupMember, Person, RoleAssignment
from shuangjian.people.operations import appoint, join_leading_group, leave_leading_group
from shuangjian.people.queries import leading_group, principals_of, schools_with_principal
from tests.cast import AT, SINCE, TODAY, Cast

pytestmark = pytest.mark.django_db
TOMORROW, OCTOBER = TODAY + dt.timedelta(days=1), dt.date(2026, 10, 8)


def join(
    cast: Cast, who: str, duty: Duty = Duty.SUBJECT_TEACHER, since: dt.date = TODAY, by: str = "academic"
) -> GroupMember:
    return join_leading_group(
        by=cast.actor(by), at=AT, school=cast.facts(), person_id=cast.people[who].pk, duty=duty, since=since
    )


def leave(cast: Cast, member: GroupMember, until: dt.date, by: str = "academic") -> None:
    leave_leading_group(by=cast.actor(by), at=AT, school=cast.facts(), member_id=member.pk, until=until)


def members(cast: Cast, date: dt.date = TODAY) -> dict[str, Duty]:
    return {member.name: member.duty for member in leading_group(cast.school.pk, date).members}


def heads(cast: Cast, date: dt.date = TODAY) -> list[str]:
    return [head.name for head in leading_group(cast.school.pk, date).heads]


def new_principal(cast: Cast, who: str, since: dt.date) -> None:
    place = cast.school.place
    RoleAssignment.objects.filter(role=Role.PRINCIPAL, school=cast.school).update(until=since)
    appoint(
        by=operator("测试"), at=AT, person=cast.people[who], role=Role.PRINCIPAL, place_id=place.pk,
        place_path=place.path, school_id=cast.school.pk, since=since,
    )  # fmt: skip


def test_whoever_is_principal_heads_the_group_without_an_entry(cast: Cast) -> None:
    assert heads(cast) == principals_of(cast.school.pk, TODAY) == ["葛青"]
    new_principal(cast, "grade_head", OCTOBER)
    assert heads(cast, OCTOBER - dt.timedelta(days=1)) == ["葛青"]
    assert heads(cast, OCTOBER) == ["邵群"]
    group = leading_group(cast.school.pk, OCTOBER)
    assert [(duty, one.name, one.until) for duty, one in group.past] == [("组长（校长）", "葛青", OCTOBER)]
    assert [one.name for one in leading_group(cast.school.pk, TODAY).heads_ahead] == ["邵群"]


def test_a_school_without_a_principal_has_a_group_without_a_head(cast: Cast) -> None:
    assert schools_with_principal(cast.city.path, TODAY) == {cast.school.pk, cast.other_school.pk}
    Person.objects.filter(pk=cast.people["principal"].pk).update(left_on=TOMORROW)
    assert heads(cast) == ["葛青"]
    assert heads(cast, TOMORROW) == []
    assert schools_with_principal(cast.city.path, TOMORROW) == {cast.other_school.pk}
    assert leading_group(cast.village.pk, TODAY).heads == ()


def test_a_member_who_becomes_principal_heads_it_and_is_not_named_twice(cast: Cast) -> None:
    join(cast, "grade_head", Duty.GRADE_GROUP)
    new_principal(cast, "grade_head", OCTOBER)
    assert members(cast) == {"邵群": Duty.GRADE_GROUP}
    assert (heads(cast, OCTOBER), members(cast, OCTOBER)) == (["邵群"], {})


def test_members_stand_in_the_order_of_their_duties(cast: Cast) -> None:
    join(cast, "maths")
    join(cast, "academic", Duty.ACADEMIC_AFFAIRS)
    join(cast, "english", Duty.DEPUTY)
    assert list(members(cast)) == ["鲁菲", "龚平", "沈岚"]
    assert leading_group(cast.school.pk, TODAY).lacks(Duty.HOMEROOM)


def test_a_person_has_one_duty_at_a_time_and_the_earlier_one_ends_that_day(cast: Cast) -> None:
    join(cast, "maths")
    join(cast, "maths", Duty.DEPUTY, since=OCTOBER)
    assert members(cast) == {"沈岚": Duty.SUBJECT_TEACHER}
    assert members(cast, OCTOBER) == {"沈岚": Duty.DEPUTY}
    join(cast, "maths", Duty.HOMEROOM, since=TOMORROW)
    assert [(m.duty, m.since, m.until) for m in GroupMember.objects.order_by("since")] == [
        ("SUBJECT_TEACHER", TODAY, TOMORROW),
        ("HOMEROOM", TOMORROW, None),
    ]
    act = Act.objects.filter(name="people.join_leading_group").latest("pk")
    assert sentence(act) == "龚平（教务处）请沈岚在作业管理领导小组任班主任，从2026年9月18日起，原来是学科教师。"


def test_a_member_leaves_on_a_day_and_the_history_keeps_it(cast: Cast) -> None:
    member = join(cast, "maths")
    leave(cast, member, OCTOBER)
    assert members(cast) == {"沈岚": Duty.SUBJECT_TEACHER}
    assert members(cast, OCTOBER) == {}
    assert [one.name for _, one in leading_group(cast.school.pk, OCTOBER).past] == ["沈岚"]
    with pytest.raises(InvalidInput, match="已经不在小组里"):
        leave(cast, member, OCTOBER)
    act = Act.objects.filter(name="people.leave_leading_group").latest("pk")
    assert sentence(act) == "龚平（教务处）请沈岚不再任作业管理领导小组的学科教师，从2026年10月8日起。"


def test_one_that_had_not_begun_never_does(cast: Cast) -> None:
    leave(cast, join(cast, "maths", since=OCTOBER), TOMORROW)
    assert not GroupMember.objects.exists()


@pytest.mark.parametrize(
    ("who", "since", "field"),
    [
        ("principal", TODAY, "person"),  # heads it already
        ("stranger", TODAY, "person"),  # works elsewhere
        ("county_officer", TODAY, "person"),
        ("maths", SINCE, "since"),  # the past stays as it was
    ],
)
def test_who_or_what_cannot_be_is_named(cast: Cast, who: str, since: dt.date, field: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        join(cast, who, since=since)
    assert set(wrong.value.errors) == {field}


def test_the_same_duty_again_is_not_set_twice(cast: Cast) -> None:
    join(cast, "maths")
    with pytest.raises(InvalidInput, match="现在就是学科教师"):
        join(cast, "maths")


@pytest.mark.parametrize(
    ("who", "refusal"), [("maths", NotAllowed), ("county_officer", NotAllowed), ("other_principal", NotVisible)]
)
def test_only_the_leaders_change_it(cast: Cast, who: str, refusal: type[Exception]) -> None:
    member = join(cast, "english", by="principal")
    with pytest.raises(refusal):
        join(cast, "science", by=who)
    with pytest.raises(refusal):
        leave(cast, member, TOMORROW, by=who)


def test_a_member_of_another_school_is_not_found(cast: Cast) -> None:
    member = join(cast, "english")
    with pytest.raises(NotVisible):
        leave_leading_group(
            by=cast.actor("other_principal"),
            at=AT,
            school=cast.facts(cast.other_school),
            member_id=member.pk,
            until=TOMORROW,
        )


def test_whoever_leaves_the_school_leaves_the_group_that_day(cast: Cast) -> None:
    join(cast, "science")
    roster = "工号,姓名,学校,状态,离职日期\nGH000003,任可,青枣路小学,离职,2026-09-15\n"
    preview = preview_roster(
        by=cast.actor("academic"), at=AT, place_id=cast.school.pk, filename="教师.csv", content=roster.encode()
    )
    assert not preview.bad, preview.bad
    apply_roster(
        by=cast.actor("academic"), at=AT, upload_id=preview.upload_id, request=Request.of("roster"), choose=min
    )
    assert Person.objects.get(pk=cast.people["science"].pk).left_on is not None
    assert members(cast) == {}
    assert not GroupMember.objects.filter(until=None).exists()


def test_whoever_now_works_at_another_school_is_no_longer_in_the_group(cast: Cast) -> None:
    join(cast, "science")
    Person.objects.filter(pk=cast.people["science"].pk).update(school=cast.other_school)
    assert members(cast) == {}

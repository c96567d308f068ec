"""The ledger against its definition: any sequence of commitments and returns keeps its sums and never eats a right."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian.homework.models import Evening, Share
from shuangjian.homework.operations.evenings import commit, give_back
from shuangjian.kernel.subject import Subject
from tests.cast import TODAY

SUBJECTS = (Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH)
CAP = 60
rights = st.tuples(*[st.integers(0, 20)] * 3)
acts = st.lists(st.tuples(st.sampled_from(("commit", "give back")), st.integers(0, 2), st.integers(1, 40)), max_size=14)
rolls_back = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example undoes itself


class RolledBack(Exception):
    pass


def an_evening(cast, its_rights):
    evening = Evening.objects.create(
        school=cast.school,
        school_class=cast.five_one,
        grade=5,
        date=TODAY,
        until=TODAY.replace(day=18),
        label="五（1）班",
        kind="NIGHT",
        cap=CAP,
        obligated=sum(its_rights),
        edition="test",
    )
    for subject, right in zip(SUBJECTS, its_rights, strict=True):
        Share.objects.create(school=cast.school, evening=evening, subject=subject, right=right)
    return evening


def try_to_commit(evening, subject, minutes):
    try:
        with transaction.atomic():
            if not commit(evening.pk, subject, minutes):
                raise RolledBack
    except RolledBack:
        return False
    return True


def balance(evening):
    evening.refresh_from_db()
    shares = {s.subject: s for s in Share.objects.filter(evening=evening)}
    return evening, [shares[subject] for subject in SUBJECTS]


@pytest.mark.django_db
@rolls_back
@given(its_rights=rights, sequence=acts)
def test_any_sequence_of_acts_keeps_the_sums_and_the_rights(cast, its_rights, sequence):
    with transaction.atomic():
        evening = an_evening(cast, its_rights)
        owned = [0, 0, 0]
        for act, k, minutes in sequence:
            before = balance(evening)
            if act == "commit":
                room = CAP - before[0].obligated + max(its_rights[k] - owned[k], 0)
                fits = try_to_commit(evening, SUBJECTS[k], minutes)
                assert fits == (minutes <= room)
                owned[k] += minutes if fits else 0
            elif owned[k]:
                minutes = min(minutes, owned[k])
                with transaction.atomic():
                    give_back(evening.pk, SUBJECTS[k], minutes)
                owned[k] -= minutes
            after, shares = balance(evening)
            assert after.committed == sum(owned) == sum(s.committed for s in shares)
            assert after.obligated == sum(max(o, r) for o, r in zip(owned, its_rights, strict=True))
            assert after.committed <= after.obligated <= CAP
        transaction.set_rollback(True)


@pytest.mark.django_db
@rolls_back
@given(its_rights=rights, eager=st.integers(0, 2))
def test_before_release_a_subject_can_still_commit_its_right_whatever_others_did(cast, its_rights, eager):
    with transaction.atomic():
        evening = an_evening(cast, its_rights)
        while try_to_commit(evening, SUBJECTS[eager], 5):
            pass
        for k in set(range(3)) - {eager}:
            if its_rights[k]:
                assert try_to_commit(evening, SUBJECTS[k], its_rights[k])
        transaction.set_rollback(True)


@pytest.mark.django_db
@rolls_back
@given(its_rights=rights, minutes=st.integers(1, 60))
def test_committing_and_giving_back_restores_the_evening(cast, its_rights, minutes):
    with transaction.atomic():
        evening = an_evening(cast, its_rights)
        before = balance(evening)[0].obligated
        if try_to_commit(evening, SUBJECTS[0], minutes):
            with transaction.atomic():
                give_back(evening.pk, SUBJECTS[0], minutes)
        after, _ = balance(evening)
        assert (after.committed, after.obligated) == (0, before)
        transaction.set_rollback(True)


@pytest.mark.django_db
@rolls_back
@given(order=st.permutations([(0, 15), (1, 20), (2, 10), (0, 5)]))
def test_the_order_of_commitments_that_all_fit_does_not_matter(cast, order):
    with transaction.atomic():
        evening = an_evening(cast, (10, 10, 10))
        assert all(try_to_commit(evening, SUBJECTS[k], minutes) for k, minutes in order)
        after, shares = balance(evening)
        assert (after.committed, [s.committed for s in shares]) == (50, [20, 20, 10])
        transaction.set_rollback(True)

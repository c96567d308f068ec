"""The ledger against its definition: any sequence of acts keeps its sums and never eats a right."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangjian.homework.models import Evening, Share
from shuangjian.homework.operations.evenings import commit, give_back, lend, lock_shares, release
from shuangjian.homework.operations.settling import _follow
from shuangjian.homework.rules import cut_in_proportion, proposed_minutes, rights_within
from shuangjian.kernel.subject import Subject
from tests.cast import TODAY

SUBJECTS = (Subject.CHINESE, Subject.MATHEMATICS, Subject.ENGLISH)
CAP = 60
rights = st.tuples(*[st.integers(0, 20)] * 3)
VERBS = ("commit", "commit", "give back", "lend", "lower", "release")
acts = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.integers(0, 2), st.integers(1, 40)), max_size=16
)
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


def try_to_lend(evening, lender, borrower, minutes):
    try:
        with transaction.atomic():
            if not lend(evening, lender, borrower, minutes):
                raise RolledBack
    except RolledBack:
        return False
    return True


def lower(evening, cap):
    with transaction.atomic():
        _follow(evening, lock_shares(evening.pk), {"cap": cap})


class Model:
    """The evening as docs/algorithms/evening.md defines it, in a dozen lines and without a database."""

    def __init__(self, its_rights):
        self.cap, self.rights, self.owned, self.released = CAP, list(its_rights), [0, 0, 0], False

    @property
    def committed(self):
        return sum(self.owned)

    @property
    def obligated(self):
        return sum(max(o, r) for o, r in zip(self.owned, self.rights, strict=True))

    def left(self, k):
        return max(self.rights[k] - self.owned[k], 0)

    def commit(self, k, minutes):
        fits = minutes <= self.cap - self.obligated + self.left(k)
        self.owned[k] += minutes if fits else 0
        return fits

    def lend(self, i, k, minutes):
        fits = not self.released and minutes <= self.left(i)
        if fits:
            self.rights[i] -= minutes
            self.rights[k] += minutes
        return fits

    def lower(self, cap):
        cut = cut_in_proportion(map(self.left, range(3)), cap - self.committed)
        self.rights = [o + c if r > o else r for o, r, c in zip(self.owned, self.rights, cut, strict=True)]
        self.cap = cap

    def release(self):
        self.rights, self.released = [0, 0, 0], True


def act(evening, model, verb, k, other, minutes):
    """Do the same to both; what both did is compared afterwards."""
    if verb == "commit":
        assert try_to_commit(evening, SUBJECTS[k], minutes) == model.commit(k, minutes)
    elif verb == "give back" and model.owned[k]:
        minutes = min(minutes, model.owned[k])
        with transaction.atomic():
            give_back(evening.pk, SUBJECTS[k], minutes)
        model.owned[k] -= minutes
    elif verb == "lend" and k != other:
        before = model.obligated
        assert try_to_lend(evening, SUBJECTS[k], SUBJECTS[other], minutes) == model.lend(k, other, minutes)
        assert model.obligated <= before
    elif verb == "lower" and model.committed <= model.cap - minutes:
        model.lower(model.cap - minutes)
        lower(balance(evening)[0], model.cap)
    elif verb == "release":
        release(evening.pk)
        model.release()


@pytest.mark.django_db
@rolls_back
@given(its_rights=rights, sequence=acts)
def test_any_sequence_of_acts_keeps_the_sums_and_the_rights(cast, its_rights, sequence):
    with transaction.atomic():
        evening, model = an_evening(cast, its_rights), Model(its_rights)
        for verb, k, other, minutes in sequence:
            act(evening, model, verb, k, other, minutes)
            after, shares = balance(evening)
            assert [s.committed for s in shares] == model.owned
            assert [s.right for s in shares] == model.rights
            assert (after.committed, after.obligated) == (model.committed, model.obligated)
            assert after.committed <= after.obligated <= after.cap == model.cap
        transaction.set_rollback(True)


@pytest.mark.django_db
@rolls_back
@given(its_rights=rights, sequence=acts)
def test_releasing_twice_is_releasing_once(cast, its_rights, sequence):
    with transaction.atomic():
        evening, model = an_evening(cast, its_rights), Model(its_rights)
        for verb, k, other, minutes in sequence:
            act(evening, model, verb, k, other, minutes)
        release(evening.pk)
        once = balance(evening)[0].obligated
        release(evening.pk)
        after, shares = balance(evening)
        assert (after.obligated, after.committed, after.released) == (once, once, True)
        assert not any(s.right for s in shares)
        transaction.set_rollback(True)


@given(cap=st.integers(0, 120), planned=st.dictionaries(st.sampled_from(SUBJECTS), st.integers(0, 90)))
def test_planned_minutes_become_rights_that_fit_and_are_cut_alike(cap, planned):
    found = rights_within(cap, planned)
    assert sum(found.values()) <= cap
    assert all(minutes <= planned[subject] for subject, minutes in found.items())
    if sum(planned.values()) <= cap:
        assert found == {subject: minutes for subject, minutes in planned.items() if minutes}


@given(
    caps=st.dictionaries(st.integers(1, 4), st.sampled_from((0, 40, 45, 60, 90)), min_size=4),
    taught=st.sets(st.sampled_from(Subject)),
)
def test_a_proposal_never_exceeds_an_evening_and_leaves_a_sixth_free(caps, taught):
    minutes = proposed_minutes(caps, taught)
    for day, cap in caps.items():
        assert sum(m for (d, _), m in minutes.items() if d == day) <= cap - cap // 6
    assert all(m > 0 and m % 5 == 0 for m in minutes.values())
    assert {subject for _, subject in minutes} <= taught


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

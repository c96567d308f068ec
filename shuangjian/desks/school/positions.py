"""The posts a school fills itself: class by class, grade by grade, its after-school service; and posts in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuangjian.kernel.actor import Role
from shuangjian.kernel.grade import grade_at, grade_label
from shuangjian.kernel.subject import Subject, subject_order
from shuangjian.people.queries import Colleague, Post, PostAhead, posts_ahead
from shuangjian.schools.queries import ClassNow, SchoolFacts, classes_of_school


@dataclass(frozen=True)
class Position:
    """A class's homeroom, a grade's head, or whoever plans the service. `value` names it in the form; `ahead` says who
    follows whom and when."""

    value: str
    label: str
    class_label: str
    post: Post
    place_id: int
    place_path: str
    holders: tuple[str, ...]
    ahead: tuple[PostAhead, ...]


def positions_of(school: SchoolFacts, today: dt.date, people: Sequence[Colleague]) -> list[Position]:
    """Every class's homeroom, every grade's head and the service's coordinators, with who holds it now and who will."""
    classes, ahead = classes_of_school(school.id, today), posts_ahead(school.id, today)
    grades = sorted({(grade, cohort) for klass in classes for cohort, grade in klass.grades})
    return [
        *(_homeroom(klass, people, ahead) for klass in classes),
        *(_head(school, grade, cohort, people, ahead) for grade, cohort in grades),
        _coordinator(school, people, ahead),
    ]


def _homeroom(klass: ClassNow, people: Sequence[Colleague], ahead: Sequence[PostAhead]) -> Position:
    place_id = int(klass.place_path.rstrip("/").rsplit("/", 1)[-1])
    post = Post(Role.HOMEROOM, class_id=klass.id)
    label = f"{klass.label}班主任"
    return Position(f"c{klass.id}", label, klass.label, post, place_id, klass.place_path, *_who(post, people, ahead))


def _head(
    school: SchoolFacts, grade: int, cohort: int, people: Sequence[Colleague], ahead: Sequence[PostAhead]
) -> Position:
    post = Post(Role.GRADE_HEAD, cohort=cohort)
    label = f"{grade_label(grade)}组长"
    return Position(f"g{cohort}", label, "", post, school.id, school.path, *_who(post, people, ahead))


def _coordinator(school: SchoolFacts, people: Sequence[Colleague], ahead: Sequence[PostAhead]) -> Position:
    post = Post(Role.COORDINATOR)
    return Position("s", Role.COORDINATOR.label, "", post, school.id, school.path, *_who(post, people, ahead))


def _who(
    post: Post, people: Sequence[Colleague], ahead: Sequence[PostAhead]
) -> tuple[tuple[str, ...], tuple[PostAhead, ...]]:
    return tuple(c.name for c in people if post in c.posts), tuple(later for later in ahead if later.post == post)


def posts_in_words(posts: Sequence[Post], labels: Mapping[int, str], today: dt.date) -> list[str]:
    """校长; 五（1）班班主任; 数学：五（1）班、五（2）班. `labels` names the classes in session by id."""
    words: list[str] = []
    taught: dict[str, list[str]] = {}
    for post in posts:
        label = labels.get(post.class_id or 0, "已结束的班")
        if post.subject is not None:
            taught.setdefault(post.subject, []).append(label)
        elif post.cohort is not None:
            grade = grade_at(post.cohort, today)
            words.append(f"{grade_label(grade)}组长" if 1 <= grade <= 9 else "已毕业年级的组长")
        else:
            words.append(f"{label if post.class_id else ''}{post.role.label}")
    return words + [
        f"{Subject(subject).label}：{'、'.join(classes)}"
        for subject, classes in sorted(taught.items(), key=lambda pair: subject_order(pair[0]))
    ]

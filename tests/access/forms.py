"""What somebody with good reason sends to an address: filled in so that it succeeds for whoever may."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile

from shuangjian.afterschool.queries import service_at
from shuangjian.homework.models import Appeal, Loan, MinutesRuling, Publication, Review, SpotCheckWork
from shuangjian.people.models import Pupil
from shuangjian.policy.queries import draft_of, versions_of
from shuangjian.schools.queries import school_facts
from tests.access import service_life
from tests.access.after_draw import plans, proposes
from tests.access.city import PROGRAMS_KEY, ROSTER, City
from tests.cast import AT, PASSWORD, TODAY
from tests.desks.publishing import WORDS, target

HOURS = {"time": "18:00", "since": "2026-10-08", "source": "机关作息时间", "key": "hours"}
Form = Callable[[City, dict[str, Any]], dict[str, Any]]


def _publish(city: City, about: dict[str, Any]) -> dict[str, Any]:
    return WORDS | {"classes": [target(city.cast.five_one)], "act": "publish"}


def _amend(city: City, about: dict[str, Any]) -> dict[str, Any]:
    """Reading, which fits any grade and evening."""
    return WORDS | {"form": "READING", "content": "读一读课文。", "act": "amend"}


def _withdraw(city: City, about: dict[str, Any]) -> dict[str, Any]:
    first = Publication.objects.filter(assignment_id=about["assignment_id"]).order_by("pk").first()
    return {"publication": str(first.pk) if first else "1", "reason": "今天没有讲完", "key": "withdraw"}


def _choice(city: City, about: dict[str, Any]) -> dict[str, Any]:
    return {
        "act": "state",
        "name": "homework/vacation_total",
        "value": "300",
        "title": "作业管理办法",
        "article": "第五条",
        "since": "2026-10-08",
        "key": "choice",
    }


def _article(city: City, about: dict[str, Any]) -> dict[str, Any]:
    return {"version": "1", "name": "homework/written_minutes", "key": "article"}


def _draft_of_rules(city: City, about: dict[str, Any]) -> dict[str, Any]:
    version, revision = _revision(about)
    words = {"kind-0": "ASSIGNING", "section-0": "一、二年级不布置书面作业。", "key": "draft"}
    return {"version": version, "revision": revision, "title": "作业管理办法"} | words


def _adoption(city: City, about: dict[str, Any]) -> dict[str, Any]:
    version, revision = _revision(about)
    return {"version": version, "revision": revision, "since": "2026-10-08", "key": "adopt"}


def _revision(about: dict[str, Any]) -> tuple[str, str]:
    """What is on the screen of whoever opens the draft."""
    try:
        draft = draft_of(school_facts(about["school_id"]), TODAY, versions_of(about["school_id"]))
    except ObjectDoesNotExist:
        return "1", "0"
    return str(draft.version), str(draft.revision)


def _member(city: City, about: dict[str, Any]) -> dict[str, Any]:
    person, _ = _somebody(city, about)
    return {"act": "join", "person": str(person.pk), "duty": "DEPUTY", "since": "2026-09-18", "key": "member"}


def _closure(city: City, about: dict[str, Any]) -> dict[str, Any]:
    return {"date": "2026-10-15", "held": "no", "reason": "暴雪停课", "key": "closure"}


def _appointment(city: City, about: dict[str, Any]) -> dict[str, Any]:
    person, school_class = _somebody(city, about)
    return {"post": f"c{school_class.pk}", "person": str(person.pk), "since": "2026-09-18", "key": "appoint"}


def _answer_to_appeal(city: City, about: dict[str, Any]) -> dict[str, Any]:
    waiting = Appeal.objects.filter(school_id=about["school_id"]).first()
    return {"appeal": str(waiting.pk if waiting else 1), "act": "allow", "why": "是题里的话", "key": "answer"}


def _ruling(city: City, about: dict[str, Any]) -> dict[str, Any]:
    waiting = MinutesRuling.objects.filter(school_id=about["school_id"]).first()
    return {"ruling": str(waiting.pk if waiting else 1), "minutes": "20", "why": "题少", "key": "ruling"}


def _review(city: City, about: dict[str, Any]) -> dict[str, Any]:
    waiting = Review.objects.filter(school_id=about["school_id"]).first()
    return {"work": str(waiting.publication.assignment_id if waiting else 1), "act": "pass", "key": "review"}


def _review_rule(city: City, about: dict[str, Any]) -> dict[str, Any]:
    asked = {"kind": "SUBJECT", "subject": "ENGLISH", "since": "2026-09-18", "title": "审核办法"}
    return asked | {"act": "state", "key": "review-rule"}


def _finding(city: City, about: dict[str, Any]) -> dict[str, Any]:
    drawn = SpotCheckWork.objects.first()
    return {"work": str(drawn.pk if drawn else 1), "finding": "FINE", "note": "", "key": "finding"}


def _password(city: City, about: dict[str, Any]) -> dict[str, Any]:
    person, _ = _somebody(city, about)
    return {"people": [str(person.pk)], "act": "renew", "key": "accounts"}


def _token(city: City, about: dict[str, Any]) -> dict[str, Any]:
    return {"name": "排课系统", "scopes": ["read:evenings"], "days": "30", "key": "token", "seed": "s" * 32}


def _roster(city: City, about: dict[str, Any]) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("名册.csv", ROSTER.encode())}


def _somebody(city: City, about: dict[str, Any]) -> tuple[Any, Any]:
    """Who works at the school, and a class of it."""
    cast = city.cast
    return {
        cast.school.pk: (cast.people["science"], cast.five_two),
        cast.other_school.pk: (cast.people["stranger"], cast.seven_one),
        cast.village.pk: (cast.people["villager"], cast.mixed),
    }.get(about["school_id"], (cast.people["science"], cast.five_two))


def _plan(city: City, about: dict[str, Any]) -> dict[str, Any]:
    grade = {city.cast.other_school.pk: "7", city.cast.village.pk: "3"}.get(about["school_id"], "5")
    return {"act": "propose", "grade": grade, "key": "plan"}


def _settle(city: City, about: dict[str, Any]) -> dict[str, Any]:
    cast = city.cast
    grade = {cast.one_one.pk: "1", cast.seven_one.pk: "7", cast.mixed.pk: "3"}.get(about["class_id"], "5")
    return {
        "grade": grade,
        "date": "2026-09-21",
        "lender": "MATHEMATICS",
        "borrower": "CHINESE",
        "minutes": "3",
        "reason": "语文要写完一篇",
        "key": "settle",
    }


def _answer(city: City, about: dict[str, Any]) -> dict[str, Any]:
    return {"loan": str(Loan.objects.get().pk), "act": "decline", "key": "answer"}


def _announcement(city: City, about: dict[str, Any]) -> dict[str, Any]:
    dates = {"date": "2026-09-22", "evenings": "1", "minutes": "10", "counts": "yes", "reason": ""}
    target = f"{city.cast.five_one.pk}-5-MATHEMATICS"
    return dates | {"target": target, "kind": "PAPER", "title": "第二单元", "key": "announce"}


def _service(city: City, about: dict[str, Any]) -> dict[str, Any]:
    child = Pupil.objects.filter(pk=about["pupil_id"]).first()
    programme = service_at(child.school_id, AT) if child else None
    return {"programme": str(programme.programme.pk if programme else 1), "act": "no", "over": "yes", "key": "service"}


FORMS: dict[str, Form] = {
    "login/": lambda city, about: {"username": "maths", "password": PASSWORD},
    "logout/": lambda city, about: {},
    "password/": lambda city, about: {"old": PASSWORD, "new": "Qingzao-2027", "again": "Qingzao-2027"},
    "homework/new/": _publish,
    "homework/<int:assignment_id>/amend/": _amend,
    "homework/<int:assignment_id>/withdraw/": _withdraw,
    "homework/<int:assignment_id>/discard/": lambda city, about: {},
    "places/<int:place_id>/hours/": lambda city, about: HOURS,
    "school/<int:school_id>/rules/": _choice,
    "school/<int:school_id>/homework-rules/": _article,
    "school/<int:school_id>/homework-rules/draft/": _draft_of_rules,
    "school/<int:school_id>/homework-rules/adopt/": _adoption,
    "school/<int:school_id>/leading-group/": _member,
    "school/<int:school_id>/calendar/": _closure,
    "school/<int:school_id>/staff/": _appointment,
    "school/<int:school_id>/staff/accounts/": _password,
    "school/<int:school_id>/appeals/": _answer_to_appeal,
    "school/<int:school_id>/rulings/": _ruling,
    "school/<int:school_id>/reviews/": _review,
    "school/<int:school_id>/reviews/rules/": _review_rule,
    "school/<int:school_id>/spot-checks/": lambda city, about: {
        "since": "2026-09-17",
        "last": "2026-09-17",
        "wanted": "2",
        "key": "draw",
    },
    "school/<int:school_id>/spot-checks/<int:check_id>/": _finding,
    "school/<int:school_id>/tokens/": _token,
    "school/<int:school_id>/roster/": _roster,
    "school/<int:school_id>/roster/<int:upload_id>/": lambda city, about: {"act": "apply", "key": "roster"},
    "school/<int:school_id>/service/": lambda city, about: service_life.on_the_programme(city.cast, about),
    "school/<int:school_id>/service/units/": lambda city, about: service_life.UNIT | {"act": "one"},
    "school/<int:school_id>/service/units/<int:number>/": lambda city, about: service_life.UNIT | {"act": "change"},
    "places/<int:place_id>/service/round/": lambda city, about: service_life.ROUND,
    "places/<int:place_id>/service/model/": lambda city, about: service_life.MODEL,
    "loans/": _answer,
    "large-work/": _announcement,
    "large-work/<int:announcement_id>/": lambda city, about: {
        "act": "change",
        "date": "2026-09-22",
        "evenings": "1",
        "minutes": "10",
        "key": "change",
    },
    "school/<int:school_id>/plan/": _plan,
    "class/<int:class_id>/settle/": _settle,
    "school/<int:school_id>/reports/<str:month>/": lambda city, about: {"remark": "", "key": "report"},
    "class/<int:class_id>/count/": lambda city, about: {
        "grade": _settle(city, about)["grade"],
        "date": TODAY.isoformat(),
        "present": "1",
        "finished": "1",
        "key": "count",
    },
    "class/<int:class_id>/sheet/": lambda city, about: {"old": about.get("token", ""), "key": "sheet"},
    "class/<int:class_id>/slips/": lambda city, about: {
        "pupil": str(about["pupil_id"]),
        "key": "slips",
        "seed": "s" * 32,
    },
    "enter/": lambda city, about: {
        "code": city.open_slip,
        "relation": "FATHER",
        "password": PASSWORD,
        "again": PASSWORD,
        "agreed": "on",
    },
    "family/service/<int:pupil_id>/": _service,
    "family/service/<int:pupil_id>/change/": lambda city, about: {"act": "leave", "key": "leave"},
    "family/service/<int:pupil_id>/offer/<int:offer_id>/": lambda city, about: {"act": "take", "key": "take"},
    "family/service/<int:pupil_id>/tutoring/<int:proposal_id>/": lambda city, about: {"act": "yes", "key": "yes"},
    "school/<int:school_id>/service/tutoring/": lambda city, about: plans(about),
    "class/<int:class_id>/service/tutoring/": lambda city, about: proposes(about),
    "class/<int:class_id>/service/<int:pupil_id>/change/": lambda city, about: {"act": "leave", "key": "leave"},
    "class/<int:class_id>/service/<int:pupil_id>/": _service,
    "family/leave/<int:pupil_id>/": lambda city, about: {},
    "family/panel/": lambda city, about: {"act": "agree", "key": "panel"},
    "family/ask/<int:ask_id>/": lambda city, about: {"u-subject": "CHINESE", "u-choice": "1", "key": "answer"},
    "family/stop/<int:pupil_id>/": lambda city, about: {"tell": "yes", "key": "stop"},
    "family/stop/<int:pupil_id>/undo/": lambda city, about: {"key": "undo"},
}
QUERIES = {
    "homework/result/": {"key": f"api:publish:{PROGRAMS_KEY}"},
    "school/<int:school_id>/checks/rows/": {"figure": "evenings_written"},
    "school/<int:school_id>/reports/<str:month>/rows/": {"figure": "evenings_written"},
    "places/<int:place_id>/service/schools/": {"figure": "schools_offering"},
}


def form_for(city: City, method: str, address: str, thing: str) -> dict[str, Any]:
    """The form of an act, or the query of a page that needs one. Raises KeyError for an act without a form here."""
    if address.startswith("api/"):
        return {}  # a session opens nothing there, whatever it sends: see test_api_table.py
    if method == "POST":
        return FORMS[address](city, city.things[thing])
    return QUERIES.get(address, {})

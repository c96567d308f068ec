"""Every no as `application/problem+json` (RFC 9457): what happened, why, under which clause, what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from shuangjian.api.minutes_shapes import CountedOut
from shuangjian.api.outcomes import OutcomeOut, RefusalOut
from shuangjian.journeys.predict_minutes import MinutesMoved
from shuangjian.kernel.refusal import InvalidInput, KeyReused, NotAllowed, NotVisible, Refusal, Refused
from shuangjian.people.roster import UnreadableFile
from shuangjian.people.rules import TokenBusy, TokenUseless

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: `slug` names it in `type`, `title` says what it is, `advice` what to do."""

    status: int
    slug: str
    title: str
    advice: str


UNREADABLE = Kind(400, "unreadable", "请求读不出来", "请按接口说明写请求的内容。")
TOKEN = Kind(
    401,
    "token",
    "令牌不能用",
    "请在 Authorization 里写 Bearer 和令牌。令牌停用、到期，或者本人不再任职，就不能再用；请另开一个。",
)
FORBIDDEN = Kind(403, "not-allowed", "没有这个权限", "请由有权限的人来做，或者换一个有这项用途的令牌。")
UNKNOWN = Kind(404, "not-found", "没有找到", "没有这一项，或者本人的职务看不到它。")
REFUSED = Kind(409, "refused", "没有做成", "原因和办法都在 refusals 里，照其中一个办法改了再来。")
REUSED = Kind(
    409,
    "key-reused",
    "Idempotency-Key 用过了",
    "这个键刚才用在另一个请求上，那次的结果照旧有效，这次没有做。请换一个键。",
)
MOVED = Kind(
    409,
    "minutes-moved",
    "计入的分钟还没有看过",
    "按预计计入的分钟和写的不一样，或者变了。什么都没有做；看过 minutes，同意就把其中的 shown 带上再发。",
)
TOO_LARGE = Kind(413, "too-large", "内容太大", "请分几次送，或者把文件改小。")
INVALID = Kind(422, "invalid", "有的格不合要求", "哪一格、怎么改，都在 errors 里。")
BUSY = Kind(429, "busy", "请求太密", "请等 Retry-After 写的秒数再来。")
KINDS = (UNREADABLE, TOKEN, FORBIDDEN, UNKNOWN, REFUSED, REUSED, MOVED, TOO_LARGE, INVALID, BUSY)


class Problem(BaseModel):
    """`errors` maps a field to what to write there; `outcome` tells class by class what a publication met, `minutes`
    what an assignment counts now."""

    type: str
    title: str
    status: int
    detail: str
    refusals: list[RefusalOut] = []
    errors: dict[str, str] = {}
    outcome: OutcomeOut | None = None
    minutes: CountedOut | None = None


class NothingPublished(Exception):
    """Publishing was refused in every class; the draft and the outcome are kept."""

    def __init__(self, outcome: OutcomeOut) -> None:
        super().__init__("refused in every class")
        self.outcome = outcome


def answer_problems(api: NinjaAPI) -> None:
    """Let an API answer every exception of the house, and every request that cannot be read, by its problem."""

    answers: dict[type[Exception], Callable[[Any], HttpResponse]] = {
        Refused: lambda error: _refused(error.refusals),
        NothingPublished: lambda error: _nothing_published(error.outcome),
        MinutesMoved: lambda error: respond(MOVED, minutes=CountedOut.told(error.now)),
        InvalidInput: lambda error: respond(INVALID, "；".join(error.errors.values()), errors=error.errors),
        ValidationError: _invalid,
        UnreadableFile: _unreadable_file,
        NotVisible: lambda error: respond(UNKNOWN),
        Http404: lambda error: respond(UNKNOWN),
        NotAllowed: lambda error: respond(FORBIDDEN, str(error)),
        KeyReused: lambda error: respond(REUSED),
        TokenUseless: lambda error: _token_useless(),
        AuthenticationError: lambda error: _token_useless(),
        TokenBusy: _busy,
        RequestDataTooBig: lambda error: respond(TOO_LARGE),
        SuspiciousOperation: lambda error: respond(UNREADABLE),
        MultiPartParserError: lambda error: respond(UNREADABLE),
        HttpError: lambda error: respond(UNREADABLE),
    }
    for exception, answer in answers.items():
        api.add_exception_handler(exception, _by(answer))


def _by(answer: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda request, error: answer(error)


def respond(kind: Kind, detail: str = "", **more: Any) -> HttpResponse:
    """The answer to one problem."""
    problem = Problem(
        type=f"/api/v1/#{kind.slug}", title=kind.title, status=kind.status, detail=detail or kind.advice, **more
    )
    return HttpResponse(problem.model_dump_json(), status=kind.status, content_type=f"{CONTENT_TYPE}; charset=utf-8")


def _refused(refusals: tuple[Refusal, ...]) -> HttpResponse:
    told = [RefusalOut.told(refusal) for refusal in refusals]
    return respond(REFUSED, "；".join(refusal.words for refusal in told), refusals=told)


def _nothing_published(outcome: OutcomeOut) -> HttpResponse:
    told = [refusal for one in outcome.classes for refusal in one.refusals]
    return respond(REFUSED, "；".join(refusal.words for refusal in told), refusals=told, outcome=outcome)


def _unreadable_file(problem: UnreadableFile) -> HttpResponse:
    return respond(TOO_LARGE if problem.code == "TOO_LARGE" else INVALID, problem.words, errors={"file": problem.words})


def _token_useless() -> HttpResponse:
    response = respond(TOKEN)
    response.headers["WWW-Authenticate"] = 'Bearer realm="/api/v1"'
    return response


def _busy(error: TokenBusy) -> HttpResponse:
    response = respond(BUSY)
    response.headers["Retry-After"] = str(error.wait)
    return response


# What pydantic found, in words; what is not listed is told by the last.
_WORDS = {
    "missing": "请填写这一格。",
    "extra_forbidden": "没有这一格，请去掉。",
    "string_type": "这里要写文字。",
    "string_unicode": "里面有不成字的符号，请重新输入。",
    "string_too_long": "太长了：最多{max_length}个字。",
    "too_long": "太多了：最多{max_length}项。",
    "too_short": "太少了：至少{min_length}项。",
    "string_pattern_mismatch": "里面有不能用的符号，或者写法不对。",
    "int_type": "这里要写整数。",
    "int_parsing": "这里要写整数。",
    "greater_than_equal": "不能小于{ge}。",
    "less_than_equal": "不能大于{le}。",
    "bool_type": "这里要写 true 或 false。",
    "enum": "这里只能写：{expected}。",
    "value_error": "没有看懂。日期这样写：2026-09-17。",
}


def _invalid(error: ValidationError) -> HttpResponse:
    """Fields as a caller wrote them: `tiers.0.minutes`, `Idempotency-Key`."""
    errors = {}
    for found in error.errors:
        field = ".".join(str(part) for part in found["loc"][1:] if part != "body") or str(found["loc"][0])
        words = _WORDS.get(found["type"], "这一格不合要求，请看接口说明。")
        errors[field[:200]] = words.format_map(found.get("ctx", {}))
    return respond(INVALID, errors=errors)

"""The API as a whole: its endpoints, and what it answers where they cannot."""

from ninja import NinjaAPI

from shuangjian.api import (
    appeals,
    checks,
    drafts,
    evenings,
    figures,
    homework,
    loans,
    me,
    measured,
    plans,
    regulations,
    reports,
    rosters,
    rulings,
    service,
)
from shuangjian.api.problems import answer_problems

VERSION = "1"
DESCRIPTION = (
    "学校和教育局的系统替人办事用。令牌代表开它的人，职务变了，令牌能做的跟着变。"
    "每一个改东西的请求都要带 Idempotency-Key。不成的答复是 application/problem+json，原因、条款和办法都在里面。"
)

api = NinjaAPI(
    title="双减一本账 接口",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
answer_problems(api)
CHAPTERS = (
    me, evenings, measured, loans, plans, regulations, homework, drafts, appeals, rulings, checks, reports, figures,
    rosters, service,
)  # fmt: skip
for chapter in CHAPTERS:
    api.add_router("", chapter.router)

"""`shuangjian rules`: listed, shown, and checked against the examples, at the command line."""

import dataclasses

import click
import pytest
from click.testing import CliRunner

from shuangjian import rulebook
from shuangjian.cli.rulebook import rules
from shuangjian.rulebook.book import Rulebook

BOOK = rulebook.load()


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(rules, list(arguments))
    assert done.exit_code == code, done.output
    return done.output


def test_every_job_has_help() -> None:
    assert isinstance(rules, click.Group)
    for name, job in rules.commands.items():
        assert job.help
        assert "--help" in run(name, "--help")


def test_list_names_every_rule_and_the_edition() -> None:
    said = run("list", "--date", "2026-09-17")
    assert all(f"{parameter.name}　{parameter.title}" in said for parameter in BOOK.parameters())
    assert BOOK.edition in said
    assert f"共 {len(BOOK.parameters())}／{len(BOOK.parameters())} 条" in said


def test_list_finds_by_words_at_a_place_on_a_date() -> None:
    said = run("list", "鞍山", "--place", "210300", "--date", "2026-09-17")
    assert "在用　必须　小学一、二年级0分钟；小学其他年级不超过45分钟；初中不超过60分钟" in said
    assert "homework/by_phone" not in said


def test_show_tells_history_choices_and_examples() -> None:
    said = run("show", "homework/written_minutes", "--date", "2020-06-01")
    assert "小学其他年级　不超过60分钟　教基〔2018〕26号　学校部分" in said
    assert "中办发〔2021〕40号　第5条　见到条文原句" in said
    assert "鞍山市" in said
    assert "学校可以自己定：每天书面作业的上限" in said
    assert all(case.sentence in said for case in BOOK.cases("homework/written_minutes"))


def test_an_unknown_rule_and_a_place_that_is_no_code_are_told() -> None:
    assert "用 shuangjian rules list 看全部" in run("show", "homework/nothing", code=1)
    assert "不是区划代码" in run("list", "--place", "濮阳", "--date", "2026-09-17", code=2)


def test_check_runs_every_example() -> None:
    names = dict.fromkeys((*(parameter.name for parameter in BOOK.parameters()), *BOOK.choice_names))
    assert f"{sum(len(BOOK.cases(name)) for name in names)} 个例子都对得上" in run("check")


def test_check_ends_with_1_and_names_the_example_that_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Rulebook.cases

    def one_is_wrong(book: Rulebook, name: str) -> tuple[rulebook.Case, ...]:
        found = real(book, name)
        if name != "sleep/hours":
            return found
        return (dataclasses.replace(found[1], expected={"value": 11}), *found[2:])

    monkeypatch.setattr(Rulebook, "cases", one_is_wrong)
    said = run("check", code=1)
    assert BOOK.parameter("sleep/hours").title
    assert "有 1 个对不上" in said
    assert "{'value': 11}" in said

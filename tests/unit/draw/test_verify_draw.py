"""`verify_draw.py`, run as a family runs it: on a file alone, with nothing of ours to import."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from shuangjian.afterschool.draw import (
    ClosedUnit,
    DayTaken,
    Full,
    NotForGrade,
    NotJoined,
    build_file,
    check_file,
    digest,
    receipt,
    sealed_of,
    seed_of,
    verify_draw,
    why,
)
from shuangjian.afterschool.draw.stories import Reason
from tests.unit.draw.markets import Market, markets
from tests.unit.draw.schools import ENTRIES, PUBLIC, SECRET, VALUE, school_file
from tests.unit.draw.scripted import SCRIPT, started

File = dict[str, Any]


def verified(file: File, folder: Path, *options: str) -> tuple[int, str]:
    return started(json.dumps(file, ensure_ascii=False, indent=1), folder, *options)


def in_groups(value: str) -> str:
    return " ".join(value[place : place + 8] for place in range(0, 64, 8)).upper()


@settings(max_examples=12)
@given(markets())
def test_files_of_ours_verify(tmp_path_factory: pytest.TempPathFactory, market: Market) -> None:
    file, _ = build_file(market.menu, market.entries, secret=SECRET, public=PUBLIC, public_value=VALUE)
    code, said = verified(file, tmp_path_factory.mktemp("draw"), "--commitment", in_groups(digest(file["commitment"])))
    assert (code, "全部相符" in said) == (0, True), said


def test_it_uses_nothing_but_the_standard_library() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    imports = [line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert set(imports) <= sys.stdlib_module_names
    assert imports


def set_wish(file: File) -> None:
    file["lists"][0]["wishes"] = [4, 1, 3, 5]


def set_capacity(file: File) -> None:
    file["menu"]["units"][0]["capacity"] += 1


def set_minimum(file: File) -> None:
    file["menu"]["units"][4]["minimum"] = 2


def set_seed(file: File) -> None:
    file["seed"] = "00" * 32


def set_secret(file: File) -> None:
    file["secret"] = "5f" * 32


def set_public_value(file: File) -> None:
    file["public_value"] = VALUE.replace("02", "03")


def set_place(file: File) -> None:
    file["result"]["places"][1]["units"]["2"] = None
    file["digest"] = digest(file["result"])


def set_turn(file: File) -> None:
    file["result"]["places"][0]["turns"]["1"] += 1
    file["digest"] = digest(file["result"])


def set_credit(file: File) -> None:
    file["result"]["places"][0]["credit"] += 1
    file["digest"] = digest(file["result"])


def set_closing(file: File) -> None:
    file["result"]["closed"][0]["takers"] += 1
    file["digest"] = digest(file["result"])


def set_last_turn(file: File) -> None:
    file["result"]["units"][0]["last_turn"] += 1
    file["digest"] = digest(file["result"])


def set_digest(file: File) -> None:
    file["digest"] = "00" * 32


def set_band(file: File) -> None:
    file["lists"][0]["band"] = 1


def add_entry(file: File) -> None:
    file["lists"].append({**file["lists"][0], "id": "z9"})


def remove_entry(file: File) -> None:
    del file["lists"][2]


def set_tutoring(file: File) -> None:
    file["tutoring"] = "00" * 32


def repeat_place(file: File) -> None:
    file["result"]["places"].append(file["result"]["places"][0])
    file["digest"] = digest(file["result"])


def pass_over_one_without_its_days(file: File) -> None:
    file["passed_over"] = [{"issue": PUBLIC.name_of(), "until": "2026-09-25T21:30:00+08:00"}]


def pass_over_another(file: File) -> None:
    file["passed_over"] = PUBLIC.passed_over(2)[1:]


def wait_less(file: File) -> None:
    file["commitment"]["public"]["wait_days"] = 3


def set_rules(file: File) -> None:
    file["menu"]["rules"] = file["commitment"]["rules"] = "shuangjian-draw-0"


@pytest.mark.parametrize(
    ("tamper", "names"),
    [
        (set_wish, "名单（学生、日子、志愿）不是封存的那一份"),
        (set_capacity, "菜单（活动、名额、最低人数、年级、日子、参照值）不是承诺的那一份"),
        (set_minimum, "菜单（活动、名额、最低人数、年级、日子、参照值）不是承诺的那一份"),
        (set_seed, "种子不是由密钥、公开值、封存摘要和学期算出来的"),
        (set_secret, "密钥不是承诺的那一个"),
        (set_public_value, "种子不是由密钥、公开值、封存摘要和学期算出来的"),
        (set_place, "学生 b2 不对：应为"),
        (set_turn, "学生 a1 不对：应为"),
        (set_credit, "学生 a1 不对：应为"),
        (set_closing, "没有开班的活动不对：应为"),
        (set_last_turn, "活动 1 不对：应为"),
        (set_digest, "结果的摘要与结果不符"),
        (set_band, "名单（学生、日子、志愿）不是封存的那一份"),
        (add_entry, "名单（学生、日子、志愿）不是封存的那一份"),
        (remove_entry, "名单（学生、日子、志愿）不是封存的那一份"),
        (set_tutoring, "名单（学生、日子、志愿）不是封存的那一份"),
        (repeat_place, "结果里有重复、多余或顺序不对的行"),
        (pass_over_one_without_its_days, "不是照承诺里的规则一期一期数下来的"),
        (pass_over_another, "不是照承诺里的规则一期一期数下来的"),
        (set_rules, "规则的版本不是承诺的那一版"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, tamper: Callable[[File], None], names: str) -> None:
    file = school_file()
    tamper(file)
    code, said = verified(file, tmp_path)
    assert (code, names in said) == (1, True), said
    assert any(names in sentence for sentence in check_file(file))


def test_an_issue_that_did_not_come_out_is_told_with_the_day_until_which_it_was_awaited(tmp_path: Path) -> None:
    code, said = verified(school_file(passed=2), tmp_path)
    assert code == 0, said
    assert "说是没有出来的：中国福利彩票双色球第2026137期，等到 2026-09-29T21:30:00+08:00。" in said
    assert "双色球第2026137期往后第1期，等到 2026-10-04T21:30:00+08:00。" in said
    assert f"公开的数 中国福利彩票双色球第2026137期往后第2期：{VALUE}" in said


def test_the_days_to_wait_are_committed_to(tmp_path: Path) -> None:
    file = school_file(passed=1)
    published = digest(file["commitment"])
    wait_less(file)
    file["passed_over"][0]["until"] = "2026-09-27T21:30:00+08:00"
    code, said = verified(file, tmp_path, "--commitment", published)
    assert (code, "承诺不是报名前公布的那一个" in said) == (1, True), said


def drawn_anew(file: File) -> File:
    """Everything in the file fits again, as if it had been so from the start: whoever cheats can do that."""
    lists = file["lists"]
    file["sealed"] = sealed_of(lists, file["tutoring"])
    file["seed"] = seed_of(file["secret"], file["public_value"], file["sealed"], file["menu"]["term"])
    file["commitment"]["menu"] = digest(file["menu"])
    result: File = {}
    exec(SCRIPT.read_text(encoding="utf-8"), names := {"__name__": "script"})
    result = names["draw"](file["menu"], lists, file["seed"])
    return file | {"result": result, "digest": digest(result)}


def test_lists_that_were_changed_before_a_whole_new_draw_are_not_those_that_were_sealed(tmp_path: Path) -> None:
    published = school_file()["sealed"]
    file = school_file()
    set_wish(file)
    forged = drawn_anew(file)
    assert verified(forged, tmp_path)[0] == 0
    code, said = verified(forged, tmp_path, "--sealed", published)
    assert (code, "封存摘要不是截止时公布的那一个" in said) == (1, True), said
    code, said = verified(forged, tmp_path, "--receipt", receipt(ENTRIES[0]))
    assert (code, "不在名单里：那份志愿没有原样进入抽签" in said) == (1, True), said


def test_a_menu_that_was_changed_before_a_whole_new_draw_is_not_what_was_committed(tmp_path: Path) -> None:
    published = digest(school_file()["commitment"])
    file = school_file()
    set_capacity(file)
    code, said = verified(drawn_anew(file), tmp_path, "--commitment", published)
    assert (code, "承诺不是报名前公布的那一个" in said) == (1, True), said


def test_a_receipt_finds_its_child_and_says_why(tmp_path: Path) -> None:
    code, said = verified(school_file(), tmp_path, "--receipt", receipt(ENTRIES[1]).lower().replace("-", " "))
    assert code == 0
    assert "周二：围棋\n    机器人社：不面向这个年级\n" in said


def in_words(reason: Reason) -> str:
    match reason:
        case NotForGrade():
            return "不面向这个年级"
        case NotJoined():
            return "还有一天没有报名"
        case ClosedUnit(takers, minimum):
            return f"没有开班：{takers} 人，最少 {minimum} 人"
        case Full(last_turn, turn):
            return f"已满：最后一个名额给了第 {last_turn} 位，这名学生排在第 {turn} 位"
        case DayTaken():
            return "另一天已得到排在更前的志愿"


@settings(max_examples=40)
@given(markets())
def test_its_reasons_are_those_that_we_tell(market: Market) -> None:
    menu = market.menu
    file, result = build_file(menu, market.entries, secret=SECRET, public=PUBLIC, public_value=VALUE)
    for child in market.entries:
        ours = []
        for day in why(menu, child, result):
            ours.append(
                f"周{'一二三四五'[day.weekday - 1]}：{menu.by_number[day.unit].name if day.unit else '自主阅读'}"
            )
            ours += [f"    {menu.by_number[each.unit].name}：{in_words(each.reason)}" for each in day.above]
        assert list(verify_draw.explained(file, child.as_json())) == ours


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"menu": 3}', '{"menu": {}, "lists": []}'])
def test_what_is_no_such_file_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    code, said = started(text, tmp_path)
    assert (code, "内容不成样子" in said, "Traceback" in said) == (1, True, False)

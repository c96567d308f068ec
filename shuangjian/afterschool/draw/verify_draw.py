#!/usr/bin/env python3
"""Does a published draw follow from what was published before it? Python's standard library alone; nothing is fetched.

    python3 verify_draw.py FILE [--commitment HEX] [--sealed HEX] [--receipt 7K3F-2M8Q]

The rule. Children stand in the order of SHA-256(seed | term | school | family or child). Days that clubs tie together
form a block: in the first block turns go forward, in the second backward, in the third from the middle, and in each
first come those with a credit of the last draw. At its turn a child's list is read from the top: a unit is given if
it has a seat, is for the grade, and all its days are joined and still empty. Then the unit furthest under its minimum
is closed and everything is run again with the same lottery, until none is short; what nobody took is closed last.
"""
# ruff: noqa: T201
# mypy: ignore-errors

import argparse
import hashlib
import json
import sys
import unicodedata
from bisect import bisect_left
from datetime import datetime, timedelta
from fractions import Fraction

RULES, DAY = "shuangjian-draw-1", ("", "周一", "周二", "周三", "周四", "周五", "周六", "周日")


def sha256(text):
    return hashlib.sha256(text.encode())


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value):
    return sha256(canonical(value)).hexdigest()


def receipt(child):
    told = {"id": child["id"], "days": child["days"], "wishes": child["wishes"]}
    number = int.from_bytes(sha256(canonical(told)).digest()[:5], "big")
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> shift & 31] for shift in range(35, -1, -5))


def issue_of(public, passed):
    """The issue whose number is drawn with, once so many did not come out in time."""
    first = f"{public['source']}第{public['issue']}期"
    return f"{first}往后第{passed}期" if passed else first


def passed_over(public, count):
    """By the rule that was committed to: each issue is awaited for as many days, then the next one is."""
    days = [timedelta(days=public["wait_days"] * number) for number in range(1, count + 1)] if public else []
    until = [(datetime.fromisoformat(public["due"]) + wait).isoformat() for wait in days]
    return [{"issue": issue_of(public, number), "until": moment} for number, moment in enumerate(until)]


def blocks_of(menu):
    blocks = [{day} for day in menu["days"]]
    for unit in menu["units"]:
        tied = [block for block in blocks if block & set(unit["days"])]
        blocks = [block for block in blocks if block not in tied] + [set().union(*tied)]
    return sorted(sorted(block) for block in blocks)


def lottery(menu, lists, seed):
    """(key, child) in the order of the lottery. Brothers and sisters share a key."""
    before = "|".join([seed, menu["term"], menu["school"], ""])
    line = [(sha256(before + (child["family"] or child["id"])).digest()[:8], child) for child in lists]
    return sorted(line, key=lambda one: (one[0], one[1]["id"]))


def turn_order(line, number):
    """Children in the order of their turns in block 0, 1, 2, …"""
    order = []
    for band in (1, 0, -1):
        group = [one for one in line if one[1]["band"] == band]
        if number % 3 == 1:
            group.reverse()
        if number % 3 == 2:
            start = len(group) // 2
            while 0 < start < len(group) and group[start][0] == group[start - 1][0]:
                start += 1  # the middle does not part brothers and sisters
            group = group[start:] + group[:start]
        order += [child for _, child in group]
    return order


def take_turns(units, orders, closed):
    """Who holds what, {id: {day: number or None}}, and at which turns each unit's seats went, {number: [turn, …]}."""
    held = {child["id"]: dict.fromkeys(child["days"]) for child in orders[0][1]}
    went = {number: [] for number in units}
    for block, order in orders:
        for turn, child in enumerate(order, 1):
            mine = held[child["id"]]
            for unit in (units[number] for number in child["wishes"] if units[number]["days"][0] in block):
                is_open = unit["number"] not in closed
                has_seat = len(went[unit["number"]]) < unit["capacity"]
                for_grade = child["grade"] in unit["grades"]
                joined = all(day in mine for day in unit["days"])
                empty = all(mine.get(day) is None for day in unit["days"])
                if is_open and has_seat and for_grade and joined and empty:
                    went[unit["number"]].append(turn)
                    mine.update(dict.fromkeys(unit["days"], unit["number"]))
    return held, went


def to_close(units, went, closed):
    """The open unit furthest under its minimum; once none is under it, those without a taker. And whether to go on."""
    left = [number for number in sorted(units) if number not in closed]
    short = [number for number in left if 0 < len(went[number]) < units[number]["minimum"]]
    if short:
        return [min(short, key=lambda number: Fraction(len(went[number]), units[number]["minimum"]))], True
    return [number for number in left if not went[number]], False


def points(units, block, child):
    """What a child's wishes in a block weigh: 10, 9, 8, …, at least 1."""
    wishes = [number for number in child["wishes"] if units[number]["days"][0] in block]
    return {number: max(1, 10 - place) for place, number in enumerate(wishes)}


def found_open(units, orders, closed, went):
    """By child, for each joined day: which part of what all others wish for has a seat at its turn, in millionths."""
    found = {child["id"]: [] for child in orders[0][1]}
    short = [number for number, row in closed.items() if row["takers"]]  # what nobody took had a seat at every turn
    for block, order in orders:
        weight = dict.fromkeys(units, 0)
        for child in order:
            for number, own in points(units, block, child).items():
                weight[number] += own
        for turn, child in enumerate(order, 1):
            own = points(units, block, child)
            for day in set(block).intersection(child["days"]):
                free = whole = 0
                for number, unit in units.items():
                    if day in unit["days"] and number not in short and child["grade"] in unit["grades"]:
                        others = weight[number] - own.get(number, 0)
                        whole += others
                        if bisect_left(went[number], turn) < unit["capacity"]:
                            free += others
                found[child["id"]].append(1_000_000 * free // whole if whole else 1_000_000)
    return found


def draw(menu, lists, seed):
    """The whole result, as it should stand in the file."""
    units = {unit["number"]: unit for unit in menu["units"]}
    line = lottery(menu, lists, seed)
    orders = [(block, turn_order(line, number)) for number, block in enumerate(blocks_of(menu))]
    closed, number_of_round, go_on = {}, 0, True
    while go_on:
        held, went = take_turns(units, orders, closed)
        closing, go_on = to_close(units, went, closed)
        number_of_round += 1
        for number in closing:
            row = {"number": number, "takers": len(went[number]), "minimum": units[number]["minimum"]}
            closed[number] = row | {"round": number_of_round}
    found, places = found_open(units, orders, closed, went), []
    turn_of = {(block[0], child["id"]): turn for block, order in orders for turn, child in enumerate(order, 1)}
    for child in sorted(lists, key=lambda child: child["id"]):
        turns = {str(b[0]): turn_of[b[0], child["id"]] for b, _ in orders if set(b) & set(child["days"])}
        of_days, units_of = found[child["id"]], {str(day): number for day, number in held[child["id"]].items()}
        credit = menu["reference"] - sum(of_days) // len(of_days) if of_days else 0
        places.append({"id": child["id"], "units": units_of, "turns": turns, "credit": credit})
    facts = [{"number": n, "takers": len(turns), "last_turn": max(turns, default=None)} for n, turns in went.items()]
    return {"closed": list(closed.values()), "places": places, "units": facts}


def problems(file, commitment=None, sealed=None, draw=draw):
    """One sentence for each thing that does not fit."""
    menu, lists, bound, result = file["menu"], file["lists"], file["commitment"], file["result"]
    public_value = unicodedata.normalize("NFC", file["public_value"]).strip()
    seed = sha256("|".join([file["secret"], public_value, file["sealed"], menu["term"]])).hexdigest()
    ids = [child["id"] for child in lists]
    if not bound["rules"] == menu["rules"] == RULES:
        return ["规则的版本不是承诺的那一版，或者本程序不认识它。"]
    if ids != sorted(set(ids)):
        return ["名单没有按编号排列，或者有编号重复。"]
    checks = [
        (commitment in (None, digest(bound)), "承诺不是报名前公布的那一个：摘要不同。"),
        (bound["menu"] == digest(menu), "菜单（活动、名额、最低人数、年级、日子、参照值）不是承诺的那一份。"),
        (bound["secret_sha256"] == sha256(file["secret"]).hexdigest(), "密钥不是承诺的那一个。"),
        (
            file["passed_over"] == passed_over(bound["public"], len(file["passed_over"])),
            "没有等来的那几期，不是照承诺里的规则一期一期数下来的。",
        ),
        (sealed in (None, file["sealed"]), "封存摘要不是截止时公布的那一个。"),
        (
            file["sealed"] == digest({"lists": lists, "tutoring": file["tutoring"]}),
            "名单（学生、日子、志愿）不是封存的那一份。",
        ),
        (file["seed"] == seed, "种子不是由密钥、公开值、封存摘要和学期算出来的。"),
        (file["digest"] == digest(result), "结果的摘要与结果不符。"),
    ]
    found = [sentence for fits, sentence in checks if not fits]
    right = draw(menu, lists, file["seed"])
    if right["closed"] != result["closed"]:
        found.append(f"没有开班的活动应为 {canonical(right['closed'])}，文件里是 {canonical(result['closed'])}。")
    for what, key in (("活动", "number"), ("学生", "id")):
        rows = "units" if key == "number" else "places"
        mine, theirs = ({row[key]: row for row in each[rows]} for each in (right, result))
        for name in sorted(mine.keys() | theirs.keys()):
            if mine.get(name) != theirs.get(name):
                right_row, row = canonical(mine.get(name)), canonical(theirs.get(name))
                found.append(f"{what} {name} 应为 {right_row}，文件里是 {row}。")
    return found if found or right == result else ["结果里有重复、多余或顺序不对的行。"]


def explained(file, child):
    """A child's days: what it got, and for each wish above that why not."""
    units = {unit["number"]: unit for unit in file["menu"]["units"]}
    facts = {row["number"]: row for row in file["result"]["units"]}
    closed = {row["number"]: row for row in file["result"]["closed"]}
    place = next(row for row in file["result"]["places"] if row["id"] == child["id"])
    first_day = {day: str(block[0]) for block in blocks_of(file["menu"]) for day in block}
    for day in child["days"]:
        got = place["units"][str(day)]
        yield f"{DAY[day]}：{units[got]['name'] if got is not None else '自主阅读'}"
        wishes = [number for number in child["wishes"] if day in units[number]["days"]]
        for number in wishes if got is None else wishes[: wishes.index(got)]:
            unit, turn, last = units[number], place["turns"][first_day[day]], facts[number]["last_turn"]
            if child["grade"] not in unit["grades"]:
                reason = "不面向这个年级"
            elif not set(unit["days"]) <= set(child["days"]):
                reason = "还有一天没有报名"
            elif number in closed and closed[number]["takers"]:
                reason = f"没有开班：{closed[number]['takers']} 人，最少 {unit['minimum']} 人"
            elif facts[number]["takers"] == unit["capacity"] and last < turn:
                reason = f"已满：最后一个名额给了第 {last} 位，这名学生排在第 {turn} 位"
            else:
                reason = "另一天已得到排在更前的志愿"
            yield f"    {unit['name']}：{reason}"


def number_told(file):
    """The public number, and which issues before it did not come out: what everybody can look up at its source."""
    for one in file["passed_over"]:
        yield f"{one['issue']}：等到 {one['until']} 没有出来，照报名前定的规则改用下一期。请到它公布的地方查对。"
    if public := file["commitment"]["public"]:
        yield f"公开的数 {issue_of(public, len(file['passed_over']))}：{file['public_value']}"


def in_one(text):
    """A digest as it was typed, perhaps in groups or capitals."""
    return "".join(text.split()).lower()


def main():
    parser = argparse.ArgumentParser(description="核对一次公布的抽签。")
    parser.add_argument("file", metavar="文件")
    parser.add_argument("--commitment", type=in_one, help="报名前公布的承诺摘要")
    parser.add_argument("--sealed", type=in_one, help="截止时公布的封存摘要")
    parser.add_argument("--receipt", help="回执，如 7K3F-2M8Q：找到这名学生，说出结果和原因")
    given = parser.parse_args()
    try:
        with open(given.file, encoding="utf-8") as text:
            file = json.load(text)
        found = problems(file, given.commitment, given.sealed)
        if given.receipt:
            signs = given.receipt.strip().upper().translate(str.maketrans("ILO", "110", "- "))
            mine = [child for child in file["lists"] if receipt(child) == signs]
            found += [] if mine else [f"回执 {given.receipt} 不在名单里：那份志愿没有原样进入抽签。"]
            print(*(line for child in mine for line in explained(file, child)), sep="\n")
    except (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration) as broken:
        sys.exit(f"文件读不了，或者内容不成样子：{broken!r}")
    print(f"承诺摘要 {digest(file['commitment'])}\n封存摘要 {file['sealed']}\n结果摘要 {digest(file['result'])}")
    print(*number_told(file), sep="\n")
    print(f"重新抽了一遍：{len(file['lists'])} 名学生，{len(file['menu']['units'])} 项活动。", end="")
    print(f"{len(found)} 处不符：" if found else "全部相符。", *found[:20], sep="\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()

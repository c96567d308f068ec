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
from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction

RULES = "shuangjian-draw-1"


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value):
    return sha256(canonical(value))


def receipt(child):
    number = int(digest({key: child[key] for key in ("id", "days", "wishes")})[:10], 16)
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


def orders_of(menu, lists, seed):
    """For each block its days, and the children in the order of their turns."""
    before = "|".join([seed, menu["term"], menu["school"], ""])
    key = {child["id"]: sha256(before + (child["family"] or child["id"]))[:16] for child in lists}
    line, orders = sorted(lists, key=lambda child: (key[child["id"]], child["id"])), []
    for number, block in enumerate(blocks_of(menu)):
        order = []
        for band in (1, 0, -1):
            group = [child for child in line if child["band"] == band]
            if number % 3 == 1:
                group.reverse()
            if number % 3 == 2:
                start = len(group) // 2
                while 0 < start < len(group) and key[group[start]["id"]] == key[group[start - 1]["id"]]:
                    start += 1  # brothers and sisters share a key, and the middle does not part them
                group = group[start:] + group[:start]
            order += group
        orders.append((block, order))
    return orders


def wishes_in(block, units, child):
    return [number for number in child["wishes"] if units[number]["days"][0] in block]


def take_turns(units, orders, closed, why):
    """What each child holds, {id: {day: number or None}}, and the turns at which seats went, {number: [turn, …]}.
    `why` is filled with why not, {(id, number): words}, of each wish that is not met."""
    held = {child["id"]: dict.fromkeys(child["days"]) for child in orders[0][1]}
    went = {number: [] for number in units}
    for block, order in orders:
        for turn, child in enumerate(order, 1):
            mine = held[child["id"]]
            for number in wishes_in(block, units, child):
                unit, seats, why_not = units[number], went[number], None
                if child["grade"] not in unit["grades"]:
                    why_not = "不面向这个年级"
                elif not all(day in mine for day in unit["days"]):
                    why_not = "还有一天没有报名"
                elif number in closed:
                    why_not = f"没有开班：{closed[number]['takers']} 人，最少 {unit['minimum']} 人"
                elif len(seats) == unit["capacity"]:
                    why_not = f"已满：最后一个名额给了第 {seats[-1]} 位，这名学生排在第 {turn} 位"
                elif any(mine.get(day) is not None for day in unit["days"]):
                    why_not = "另一天已得到排在更前的志愿"
                else:
                    seats.append(turn)
                    mine.update(dict.fromkeys(unit["days"], number))
                why[child["id"], number] = why_not
    return held, went


def places_of(menu, units, orders, held, went, short):
    """A row for each child. Its credit is the reference less what it found open, on average over its days: of all that
    others wish for, the part that has a seat at its turn, in millionths. Wishes weigh 10, 9, 8, …, at least 1."""
    full = {n: turns[-1] if len(turns) == units[n]["capacity"] else float("inf") for n, turns in went.items()}
    turns, found, weight, own = {name: {} for name in held}, {name: [] for name in held}, Counter(), {}
    for block, order in orders:
        for child in order:
            wishes = enumerate(wishes_in(block, units, child))
            own[child["id"]] = {number: max(1, 10 - place) for place, number in wishes}
            weight.update(own[child["id"]])
        for turn, child in enumerate(order, 1):
            offered = [n for n in units if n not in short and child["grade"] in units[n]["grades"]]
            for day in set(block).intersection(child["days"]):
                others = {n: weight[n] - own[child["id"]].get(n, 0) for n in offered if day in units[n]["days"]}
                whole, free = sum(others.values()), sum(points for n, points in others.items() if turn <= full[n])
                found[child["id"]].append(1_000_000 * free // whole if whole else 1_000_000)
                turns[child["id"]][str(block[0])] = turn
    for name, days in sorted(found.items()):
        had = {str(day): number for day, number in held[name].items()}
        credit = menu["reference"] - sum(days) // len(days) if days else 0
        yield {"id": name, "units": had, "turns": turns[name], "credit": credit}


def draw(menu, lists, seed, why=None):
    """The whole result, as it should stand in the file."""
    why = {} if why is None else why
    units, orders = {unit["number"]: unit for unit in menu["units"]}, orders_of(menu, lists, seed)
    closed, short = {}, True
    while short:
        held, went = take_turns(units, orders, closed, why)
        is_open = [number for number in sorted(units) if number not in closed]
        short = [number for number in is_open if 0 < len(went[number]) < units[number]["minimum"]]
        furthest = sorted(short, key=lambda number: Fraction(len(went[number]), units[number]["minimum"]))[:1]
        number_of_round = len(closed) + 1
        for number in furthest or [number for number in is_open if not went[number]]:
            row = {"number": number, "takers": len(went[number]), "minimum": units[number]["minimum"]}
            closed[number] = row | {"round": number_of_round}
    lost = [number for number, row in closed.items() if row["takers"]]  # what nobody took had a seat at every turn
    places = list(places_of(menu, units, orders, held, went, lost))
    facts = [{"number": n, "takers": len(seats), "last_turn": max(seats, default=None)} for n, seats in went.items()]
    return {"closed": list(closed.values()), "places": places, "units": facts}


def problems(file, commitment=None, sealed=None, draw=draw):
    """One sentence for each thing that does not fit."""
    menu, lists, bound, result = file["menu"], file["lists"], file["commitment"], file["result"]
    public_value = unicodedata.normalize("NFC", file["public_value"]).strip()
    ids = [child["id"] for child in lists]
    if not bound["rules"] == menu["rules"] == RULES:
        return ["规则的版本不是承诺的那一版，或者本程序不认识它。"]
    if ids != sorted(set(ids)):
        return ["名单没有按编号排列，或者有编号重复。"]
    sealed_now = digest({"lists": lists, "tutoring": file["tutoring"]})
    counted_on = passed_over(bound["public"], len(file["passed_over"]))
    seed_now = sha256("|".join([file["secret"], public_value, file["sealed"], menu["term"]]))
    checks = [
        ("承诺不是报名前公布的那一个", digest(bound) if commitment is None else commitment, digest(bound)),
        ("菜单（活动、名额、最低人数、年级、日子、参照值）不是承诺的那一份", bound["menu"], digest(menu)),
        ("密钥不是承诺的那一个", bound["secret_sha256"], sha256(file["secret"])),
        ("没有等来的那几期不是照承诺里的规则一期一期数下来的", counted_on, file["passed_over"]),
        ("封存摘要不是截止时公布的那一个", file["sealed"] if sealed is None else sealed, file["sealed"]),
        ("名单（学生、日子、志愿）不是封存的那一份", file["sealed"], sealed_now),
        ("种子不是由密钥、公开值、封存摘要和学期算出来的", seed_now, file["seed"]),
        ("结果的摘要与结果不符", digest(result), file["digest"]),
    ]
    right = draw(menu, lists, file["seed"])
    checks.append(("没有开班的活动不对", right["closed"], result["closed"]))
    for what, rows, key in (("活动", "units", "number"), ("学生", "places", "id")):
        ours, theirs = ({row[key]: row for row in each[rows]} for each in (right, result))
        names = sorted(ours.keys() | theirs.keys())
        checks += [(f"{what} {name} 不对", ours.get(name), theirs.get(name)) for name in names]
    wrong = [(words, canonical(due), canonical(told)) for words, due, told in checks if due != told]
    found = [f"{words}：应为 {due}，文件里是 {told}。" for words, due, told in wrong]
    return found if found or right == result else ["结果里有重复、多余或顺序不对的行。"]


def explained(file, child):
    """A child's days: what it gets, and for each wish above that why not."""
    why, names = {}, {unit["number"]: unit["name"] for unit in file["menu"]["units"]}
    places = draw(file["menu"], file["lists"], file["seed"], why)["places"]
    place = next(row for row in places if row["id"] == child["id"])
    for day in child["days"]:
        got = place["units"][str(day)]
        yield f"周{'一二三四五六日'[day - 1]}：{names.get(got, '自主阅读')}"
        of_day = [unit["number"] for unit in file["menu"]["units"] if day in unit["days"]]
        wishes = [number for number in child["wishes"] if number in of_day]
        for number in wishes[: wishes.index(got)] if got is not None else wishes:
            yield f"    {names[number]}：{why[child['id'], number]}"


def number_told(file):
    """The public number, the issues said not to have come out, and where to look: no file can show that."""
    if public := file["commitment"]["public"]:
        yield f"公开的数 {issue_of(public, len(file['passed_over']))}：{file['public_value']}"
        yield f"{issue_of(public, 0)}应该 {public['due']} 出来。"
        for one in file["passed_over"]:
            yield f"说是没有出来的：{one['issue']}，等到 {one['until']}。出来过就是换了数，这次抽签不对。"
        yield f"数对不对、哪一期出来过，这个程序看不到，请自己查：{public.get('where', '到它公布的地方')}"


def by_receipt(file, typed):
    """What the child of a receipt got and why, and a sentence where no list has it."""
    signs = "".join(typed.upper().split()).translate(str.maketrans("ILO", "110", "-"))
    for child in file["lists"]:
        if receipt(child) == signs:
            return list(explained(file, child)), []
    changed = "排上了辅导的孩子，回执在结果页上换过，请用换过的。"
    return [], [f"回执 {typed} 不在名单里：那份志愿没有原样进入抽签。{changed}"]


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
        found, told = problems(file, given.commitment, given.sealed), list(number_told(file))
        mine, missing = by_receipt(file, given.receipt) if given.receipt else ([], [])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration) as broken:
        sys.exit(f"文件读不了，或者内容不成样子：{broken!r}")
    found += missing
    digests = {"承诺": digest(file["commitment"]), "封存": file["sealed"], "结果": digest(file["result"])}
    print(*mine, *(f"{what}摘要 {value}" for what, value in digests.items()), *told, sep="\n")
    print(f"重新抽了一遍：{len(file['lists'])} 名学生，{len(file['menu']['units'])} 项活动。", end="")
    print(f"{len(found)} 处不符：" if found else "全部相符。", *found[:20], sep="\n")
    sys.exit(1 if found else 0)


def in_one(text):
    """A digest as it was typed, perhaps in groups or capitals."""
    return "".join(text.split()).lower()


if __name__ == "__main__":
    main()

"""Large work announced, objected to and moved, each act with its sentence: see test_sentences.py."""

from tests.apps.audit.told import Told, teacher

LARGE = {
    "class": "五（1）班", "subject": "语文", "kind": "大作文", "date": "2026-09-22", "last": "2026-09-22",
    "minutes": 30, "days": 4,
}  # fmt: skip
MOVED = {"date": "2026-09-21", "minutes": 35}

LARGE_WORK: list[tuple[Told, str]] = [
    (
        teacher("homework.announce", on_label="民间故事", after=LARGE),
        "沈岚（学科教师）预告了五（1）班2026年9月22日的语文大作文《民间故事》（每晚30分），提前4个上学日。",
    ),
    (
        teacher("homework.announce", on_label="民间故事", after=LARGE | {"last": "2026-09-23", "reason": "改了日子"}),
        "沈岚（学科教师）预告了五（1）班2026年9月22日到2026年9月23日的语文大作文《民间故事》（每晚30分），提前4个上学日，"
        "赶不及的原因：改了日子。",
    ),
    (
        teacher("homework.change_announcement", on_label="民间故事", before=MOVED, after=LARGE),
        "沈岚（学科教师）把预告改为五（1）班2026年9月22日的语文大作文《民间故事》（每晚30分），原来是9月21日、每晚35分。",
    ),
    (
        Told("homework.settle_announcement", on_label="民间故事", before=MOVED, after=LARGE | {"reason": "错开数学"}),
        "龚平（教务处）定了：把预告改为五（1）班2026年9月22日的语文大作文《民间故事》（每晚30分），"
        "原来是9月21日、每晚35分，因为错开数学。",
    ),
    (
        teacher("homework.withdraw_announcement", on_label="民间故事", after=LARGE),
        "沈岚（学科教师）撤回了五（1）班2026年9月22日的语文大作文《民间故事》（每晚30分）的预告。",
    ),
    (
        teacher("homework.object", on_label="民间故事", after=LARGE | {"reason": "那天单元检测"}),
        "沈岚（学科教师）说五（1）班2026年9月22日的语文大作文《民间故事》（每晚30分）有冲突：那天单元检测。",
    ),
    (
        Told("homework.allow_announcement", on_label="民间故事", after=LARGE | {"reason": "只这一次"}),
        "龚平（教务处）同意了五（1）班2026年9月22日的语文大作文《民间故事》（每晚30分），不用再提前：只这一次。",
    ),
]

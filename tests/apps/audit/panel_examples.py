"""The acts of the panel, each with its sentence: see test_sentences.py."""

from tests.apps.audit.told import Told

PANEL: list[tuple[Told, str]] = [
    (Told("timing.agree_to_panel", "家长", ""), "家长同意偶尔答一答作业做了多久。"),
    (Told("timing.decline_panel", "家长", ""), "家长说不用问作业做了多久，不再问。"),
    (Told("timing.leave_panel", "家长", ""), "家长不再答作业做了多久，答过的已经删掉。"),
    (Told("timing.answer", "家长", ""), "家长答了作业做了多久。"),
    (Told("timing.end_evening", "家长", ""), "家长按了“到点了”，结束了一晚的作业。"),
    (Told("timing.take_back_stop", "家长", ""), "家长收回了“到点了”。"),
    (
        Told(
            "timing.draw_panel",
            "命令行",
            "OPERATOR",
            after={"date": "2026-09-17", "asked": 40, "pool": 90, "seed_digest": "0123456789abcdef"},
        ),
        "命令行（系统维护）抽了2026年9月17日晚上问哪些家庭：90个孩子里抽了40个，种子摘要0123456789ab。",
    ),
    (
        Told(
            "timing.count_class",
            "沈岚",
            "SUBJECT_TEACHER",
            class_id=1,
            on_label="五（1）班",
            before={"present": 40, "finished": 30},
            after={"date": "2026-09-17", "present": 41, "finished": 33},
        ),
        "沈岚（学科教师）数了五（1）班2026年9月17日在校做完作业的：在场41人，做完33人，原来记的是40人里30人。",
    ),
]

"""Acts on the minutes that homework counts, and their sentences."""

from tests.apps.audit.told import Told, teacher

MINUTES = [
    (
        teacher(
            "homework.publish",
            on_label="位置",
            after={"subject": "数学", "minutes": 27, "declared": 20, "basis": "系统预计", "published": ["五（1）班"]},
        ),
        "沈岚（学科教师）布置了数学《位置》，发布到五（1）班，按27分计（老师写20分，系统预计）。",
    ),
    (
        teacher(
            "homework.ask_for_minutes",
            on_label="位置",
            before={"declared": 20, "predicted": 27},
            after={"subject": "数学", "reason": "只有三题"},
        ),
        "沈岚（学科教师）请教务处定数学《位置》的分钟（写20分，预计27分）：只有三题。",
    ),
    (
        Told(
            "homework.set_minutes",
            on_label="位置",
            before={"declared": 20, "predicted": 27},
            after={"subject": "数学", "minutes": 22, "why": "题少"},
        ),
        "龚平（教务处）把数学《位置》定为22分（老师写20分，预计27分）：题少。",
    ),
]

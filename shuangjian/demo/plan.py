"""What the sample city consists of: eight schools over the county's real towns, all of the schools invented."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.kernel.grade import System
from shuangjian.schools.rules import Setting


@dataclass(frozen=True)
class SchoolPlan:
    """One school: `parallel` classes in each grade of `grades`; `central` the 中心校 it stands under, if any; `mixed`
    lists the grades of a 复式班 at its teaching point `point`. `history_days` are the school days with homework that
    the city is built with, `whole_term` the grades that have all of them; `quiet_since` is the day from which nothing
    is set, `unwritten` the weekday (ISO) on which nothing written is."""

    name: str
    county: str
    grades: range
    parallel: int
    setting: Setting
    size: range
    principal: str
    academic: str = ""
    coordinator: str = ""
    system: System = System.SIX_THREE
    central: str = ""
    point: str = ""
    mixed: tuple[int, ...] = ()
    one_teacher: bool = False
    history_days: int = 4  # this week
    whole_term: tuple[int, ...] = ()
    quiet_since: dt.date | None = None
    unwritten: int = 0


CITY_CODE = "410900"
TABLE = "puyang"
SINCE = dt.date(2026, 9, 1)
TODAY = dt.date(2026, 9, 17)
TERMS = (
    (1, SINCE, dt.date(2027, 1, 23)),
    (2, dt.date(2027, 2, 22), dt.date(2027, 7, 3)),
)  # the school year 2026; each until the day after its last

QINGZAO, HUAIYIN, WANGHE, WEITANG = "青枣路小学", "槐荫初级中学", "望河九年制学校", "苇塘小学"
XINGTAN, ZHUOYING, LIUGOU, JIAHE = "杏坛初级中学", "濯缨小学", "柳沟小学", "嘉禾学校"
POINT = "东台教学点"

SCHOOLS = (
    SchoolPlan(
        QINGZAO, "410902", range(1, 7), 2, Setting.URBAN, range(38, 44), "葛青", "龚平", "桑榆",
        history_days=8, whole_term=(3, 4, 5, 6),
    ),
    SchoolPlan(
        HUAIYIN, "410902", range(7, 10), 2, Setting.URBAN, range(40, 47), "卓远", "危敏", history_days=6,
        whole_term=(9,),
    ),
    SchoolPlan(
        WANGHE, "410972", range(1, 10), 1, Setting.URBAN, range(34, 40), "桑群", "饶可", unwritten=3,
    ),
    SchoolPlan(
        WEITANG, "410922", range(1, 7), 1, Setting.RURAL, range(14, 22), "安春生", central="马庄桥镇中心校",
        history_days=5,
    ),
    SchoolPlan(XINGTAN, "410923", range(7, 10), 1, Setting.TOWN, range(36, 44), "严路", "夏青"),
    SchoolPlan(
        ZHUOYING, "410926", range(1, 7), 1, Setting.TOWN, range(28, 36), "卞芳", "仇田", history_days=9,
        quiet_since=dt.date(2026, 9, 9),
    ),
    SchoolPlan(
        LIUGOU, "410927", range(1, 7), 1, Setting.RURAL, range(6, 12), "计建民", central="后方乡中心校", point=POINT,
        mixed=(1, 2, 3), one_teacher=True,
    ),
    SchoolPlan(
        JIAHE, "410928", range(1, 10), 1, Setting.RURAL, range(24, 32), "滕芳", "汤玉兰", system=System.FIVE_FOUR,
        central="柳屯镇中心校",
    ),
)  # fmt: skip

"""Who has a name in the story of the sample city, and who can sign in to look at it. All of them are invented."""

from dataclasses import dataclass

from shuangjian.demo.plan import CITY_CODE, HUAIYIN, JIAHE, LIUGOU, QINGZAO, SCHOOLS, WANGHE
from shuangjian.kernel.actor import Office, Role
from shuangjian.kernel.subject import Subject

PASSWORD = "Shuangjian-2026"

UNDER_DECLARES = "康振东"  # what he takes for twenty minutes takes thirty-three

# (school, subject, grade, class): who teaches it; whoever teaches Chinese is the class's homeroom teacher.
TEACHERS = {
    (QINGZAO, Subject.MATHEMATICS, 5, 1): "沈岚",
    (QINGZAO, Subject.CHINESE, 5, 1): "毕小满",
    (QINGZAO, Subject.CHINESE, 5, 2): "邵群",
    (QINGZAO, Subject.ENGLISH, 4, 1): "鲁菲",
    (QINGZAO, Subject.SCIENCE, 4, 1): "郝若川",
    (QINGZAO, Subject.ETHICS_AND_LAW, 4, 1): "庄静",
    (QINGZAO, Subject.CHINESE, 1, 1): "温静",
    (QINGZAO, Subject.CHINESE, 6, 1): "任可",
    (QINGZAO, Subject.CHINESE, 6, 2): "戚明",
    (QINGZAO, Subject.MATHEMATICS, 6, 1): UNDER_DECLARES,
    (HUAIYIN, Subject.CHINESE, 7, 1): "费敏",
    (WANGHE, Subject.MATHEMATICS, 7, 1): "蓝宇",
    (LIUGOU, Subject.CHINESE, 1, 1): "孟田",
    (JIAHE, Subject.CHINESE, 6, 1): "祝竹青",
}
GRADE_HEADS = {(QINGZAO, 5): "邵群"}  # of other grades the homeroom teacher of the first class

# 六（2）班 loses its Chinese teacher on 14 September, and has had no homeroom teacher since.
LEAVER, SUCCESSOR = "戚明", "任可"

# (school, grade, class): the first pupils on its list.
PUPILS = {
    (QINGZAO, 5, 1): ("左小禾",),
    (QINGZAO, 1, 1): ("游满满",),
    (HUAIYIN, 7, 1): ("左若川",),
    (LIUGOU, 1, 1): ("柏杏儿",),
}


@dataclass(frozen=True)
class Officer:
    name: str
    role: Role
    place: str  # an administrative code, or the name of a 中心校
    office: Office | None = None


OFFICERS = (
    Officer("闵杰", Role.CITY_OFFICER, CITY_CODE, Office.BASIC_EDUCATION),
    Officer("郁文博", Role.CITY_OFFICER, CITY_CODE, Office.INSPECTION),
    Officer("单敏", Role.COUNTY_OFFICER, "410902", Office.BASIC_EDUCATION),
    Officer("乔远", Role.COUNTY_OFFICER, "410927", Office.INSPECTION),
    Officer("庞路", Role.CENTRAL_SCHOOL, "后方乡中心校"),
    Officer("章海燕", Role.CENTRAL_SCHOOL, "马庄桥镇中心校"),
    Officer("毕雪莲", Role.CENTRAL_SCHOOL, "柳屯镇中心校"),
)


@dataclass(frozen=True)
class Staff:
    """A member of staff who can sign in; `school` is "" for whoever works above the schools."""

    role: str
    name: str
    account: str
    school: str
    note: str


STAFF = (
    Staff("学科教师", "沈岚", "shenlan", QINGZAO,
          "五年级数学。五（1）班今晚已经排满；“我的作业”里有一份草稿放不下，打开它看为什么、怎么办。"),
    Staff("学科教师", UNDER_DECLARES, "kangzhendong", QINGZAO,
          "六年级数学。他估的分钟偏短：“我的作业”里有一份草稿写15分，打开它，看按几分计、为什么。"),
    Staff("班主任", "毕小满", "bixiaoman", QINGZAO,
          "五（1）班班主任，教语文。看班里的这一晚、作业单的地址、还没领的入户条。"),
    Staff("低年级班主任", "温静", "wenjing", QINGZAO,
          "一（1）班班主任、一年级组长。一、二年级没有书面家庭作业，只有校内巩固、口头和实践；有一份草稿写成了书面。"),
    Staff("年级组长", "邵群", "shaoqun", QINGZAO,
          "五年级组长，教五（2）班语文。看本年级这一周；五（1）班星期二有两份大作业碰在一起。"),
    Staff("教务处", "龚平", "gongping", QINGZAO,
          "看名册（9月14日更新过）、本校规定（10月8日起每天上限改为50分钟）、六（2）班还没有班主任。“本校办法”第2版10月8日起用，有一处出处对不上；第3版正在拟。一份大作业来不及预告，等同意。"),
    Staff("校长", "葛青", "geqing", QINGZAO,
          "看学校这一周：哪些班晚排满；今天改过的、撤回的作业在“记录”里；四（2）班有作业单上没有的作业，在“实测”里。“本校办法”里有一稿等着看。"),
    Staff("课后服务负责人", "桑榆", "sangyu", QINGZAO,
          "编一学期的课后服务：从哪几天、有哪些活动，到公布、报名、抽签、候补。"),
    Staff("已调出的教师", "戚明", "qiming", QINGZAO, "9月14日调出。还能登录，已经看不到原来的班。"),
    Staff("初中教师", "蓝宇", "lanyu", WANGHE, "七、八年级数学。这所学校星期三不布置书面作业。"),
    Staff("初中校长", "卓远", "zhuoyuan", HUAIYIN, "九年级两个班最近十晚合起来超了上限：看是哪几科、怎么办。"),
    Staff("乡村教师", "孟田", "mengtian", LIUGOU,
          "东台教学点一、二、三年级复式班，所有学科都教。一个班三个年级，三年级才有书面作业。"),
    Staff("五四学制校长", "滕芳", "tengfang", JIAHE, "五四学制。六年级在初中，书面作业按较严的60分钟算。"),
    Staff("中心校", "庞路", "panglu", "", "后方乡中心校。看下面的学校和教学点。"),
    Staff("县区教育局", "单敏", "shanmin", "", "华龙区　基础教育科。看两所学校，点数字能看到是哪些班晚。"),
    Staff("县区教育局", "乔远", "qiaoyuan", "", "台前县　教育督导科。从县看到中心校、学校、教学点。"),
    Staff("市教育局", "闵杰", "minjie", "", "基础教育科。全市总览，有一所学校近几天没有作业。"),
    Staff("市教育局", "郁文博", "yuwenbo", "", "教育督导科。和基础教育科看到的一样，只看不改。"),
)  # fmt: skip


FAMILIES = {"two children": "安晓梅", "first grade": "游志勇", "carer": "任桂枝"}


def reserved_names() -> set[str]:
    """Names of the story, which nobody else in the city may get by chance."""
    pupils = {name for names in PUPILS.values() for name in names}
    heads = {name for plan in SCHOOLS for name in (plan.principal, plan.academic, plan.coordinator) if name}
    return {*TEACHERS.values(), *FAMILIES.values(), *pupils, *heads, *(officer.name for officer in OFFICERS)}

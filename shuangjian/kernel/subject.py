"""The subjects of compulsory education.

Source: 义务教育课程方案（2022年版）, 教材〔2022〕2号; names, grades and core competencies as in the subject standards.
The order here is the fixed order in which subjects stand on every bar, table and sheet.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class _Facts:
    label: str
    short: str
    grades: range
    competencies: tuple[str, ...] = ()


class Subject(StrEnum):
    CHINESE = "CHINESE"
    MATHEMATICS = "MATHEMATICS"
    ENGLISH = "ENGLISH"
    JAPANESE = "JAPANESE"
    RUSSIAN = "RUSSIAN"
    ETHICS_AND_LAW = "ETHICS_AND_LAW"
    HISTORY = "HISTORY"
    GEOGRAPHY = "GEOGRAPHY"
    SCIENCE = "SCIENCE"
    PHYSICS = "PHYSICS"
    CHEMISTRY = "CHEMISTRY"
    BIOLOGY = "BIOLOGY"
    INFORMATION_TECHNOLOGY = "INFORMATION_TECHNOLOGY"
    PHYSICAL_EDUCATION = "PHYSICAL_EDUCATION"
    MUSIC = "MUSIC"
    FINE_ARTS = "FINE_ARTS"
    LABOUR = "LABOUR"
    PRACTICAL_ACTIVITIES = "PRACTICAL_ACTIVITIES"
    LOCAL_COURSE = "LOCAL_COURSE"

    @property
    def label(self) -> str:
        return _FACTS[self].label

    @property
    def short(self) -> str:
        """One character, for a narrow bar."""
        return _FACTS[self].short

    @property
    def grades(self) -> range:
        """Grades in which the subject is taught."""
        return _FACTS[self].grades

    @property
    def competencies(self) -> tuple[str, ...]:
        """核心素养 of the subject's standard; empty where the standard was not read."""
        return _FACTS[self].competencies


def subject_order(subject: str) -> int:
    """Position in the fixed order, for sorting."""
    return _ORDER[Subject(subject)]


def subject_named(name: str) -> Subject | None:
    """The subject that a roster calls by this name; None if no subject is called so."""
    return _BY_NAME.get(name.strip())


_ARTS = ("审美感知", "艺术表现", "创意实践", "文化理解")
_LANGUAGE = ("语言能力", "文化意识", "思维品质", "学习能力")
_FACTS = {
    Subject.CHINESE: _Facts("语文", "语", range(1, 10), ("文化自信", "语言运用", "思维能力", "审美创造")),
    Subject.MATHEMATICS: _Facts(
        "数学",
        "数",
        range(1, 10),
        ("运算能力", "几何直观", "空间观念", "推理意识", "数据意识", "模型意识", "应用意识", "创新意识"),
    ),
    Subject.ENGLISH: _Facts("英语", "英", range(1, 10), _LANGUAGE),
    Subject.JAPANESE: _Facts("日语", "日", range(1, 10), _LANGUAGE),
    Subject.RUSSIAN: _Facts("俄语", "俄", range(1, 10), _LANGUAGE),
    Subject.ETHICS_AND_LAW: _Facts(
        "道德与法治", "道", range(1, 10), ("政治认同", "道德修养", "法治观念", "健全人格", "责任意识")
    ),
    Subject.HISTORY: _Facts("历史", "史", range(7, 10), ("唯物史观", "时空观念", "史料实证", "历史解释", "家国情怀")),
    Subject.GEOGRAPHY: _Facts("地理", "地", range(7, 9), ("人地协调观", "综合思维", "区域认知", "地理实践力")),
    Subject.SCIENCE: _Facts("科学", "科", range(1, 10), ("科学观念", "科学思维", "探究实践", "态度责任")),
    Subject.PHYSICS: _Facts("物理", "物", range(8, 10), ("物理观念", "科学思维", "科学探究", "科学态度与责任")),
    Subject.CHEMISTRY: _Facts("化学", "化", range(9, 10), ("化学观念", "科学思维", "科学探究与实践", "科学态度与责任")),
    Subject.BIOLOGY: _Facts("生物学", "生", range(7, 9), ("生命观念", "科学思维", "探究实践", "态度责任")),
    Subject.INFORMATION_TECHNOLOGY: _Facts(
        "信息科技", "信", range(3, 9), ("信息意识", "计算思维", "数字化学习与创新", "信息社会责任")
    ),
    Subject.PHYSICAL_EDUCATION: _Facts("体育与健康", "体", range(1, 10), ("运动能力", "健康行为", "体育品德")),
    Subject.MUSIC: _Facts("音乐", "音", range(1, 10), _ARTS),
    Subject.FINE_ARTS: _Facts("美术", "美", range(1, 10), _ARTS),
    Subject.LABOUR: _Facts("劳动", "劳", range(1, 10), ("劳动观念", "劳动能力", "劳动习惯和品质", "劳动精神")),
    Subject.PRACTICAL_ACTIVITIES: _Facts(
        "综合实践活动", "综", range(1, 10), ("价值体认", "责任担当", "问题解决", "创意物化")
    ),
    Subject.LOCAL_COURSE: _Facts("地方与校本课程", "校", range(1, 10)),
}
_ORDER = {subject: position for position, subject in enumerate(Subject)}
_BY_NAME = {subject.label: subject for subject in Subject} | {
    "道法": Subject.ETHICS_AND_LAW,
    "品德": Subject.ETHICS_AND_LAW,
    "生物": Subject.BIOLOGY,
    "信息技术": Subject.INFORMATION_TECHNOLOGY,
    "信息": Subject.INFORMATION_TECHNOLOGY,
    "体育": Subject.PHYSICAL_EDUCATION,
    "外语": Subject.ENGLISH,
    "艺术": Subject.FINE_ARTS,
    "综合实践": Subject.PRACTICAL_ACTIVITIES,
    "校本": Subject.LOCAL_COURSE,
    "校本课程": Subject.LOCAL_COURSE,
    "地方课程": Subject.LOCAL_COURSE,
}

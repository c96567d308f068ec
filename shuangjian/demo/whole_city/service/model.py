"""The stated model of the service. docs/city-model.md says what it rests on."""

import datetime as dt

from shuangjian.afterschool.rules.kinds import RoomNeed, UnitKind
from shuangjian.kernel.day import SHANGHAI

YEAR, NUMBER = 2026, 2  # the second term: its sign-up has closed by the moment at which the city stands
SINCE, UNTIL = dt.date(2027, 2, 22), dt.date(2027, 7, 3)
EXTENDED, LESSONS_END = dt.time(19, 0), dt.time(16, 20)


def _at(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2027, month, day, hour, minute, tzinfo=SHANGHAI)


STATED, ANNOUNCED = _at(1, 4, 9), _at(1, 5, 16)
OPENS, CLOSES, PUBLIC_DUE, VALUE_ENTERED, RESULTS = (
    _at(1, 6, 8),
    _at(1, 12, 18),
    _at(1, 13, 21, 15),
    _at(1, 13, 22),
    _at(1, 15, 8),
)
WAVES, GAP_MINUTES = 8, 15
SOURCE, ISSUE, WAIT_DAYS, PUBLIC_VALUE = "样例城公开随机数", "2027003", 3, "03 07 14 22 26 31 + 09"
WHERE = "样例城里没有这个网站"

# Of 1,000 children: who joins, who needs care at other hours, who needs none. The others have not answered.
JOIN, NEED, NO = 0.90, 0.02, 0.04
DAYS = (0.08, 0.12, 0.22, 0.20, 0.38)  # how many days a child joins, one to five
SEATS = 0.85  # of the afternoons joined have a seat in some activity; the others read
CLUB_FROM = 300  # pupils from which a school has clubs of two days
LISTED = 8.0  # wishes in a list, on the average
LONGEST = 24
TASTE, CLASSMATES = 1.0, 0.6  # spread of one child's liking of a unit, and of what all like, in logits

GRADE_BANDS = ((1, 2), (3, 4), (5, 6), (3, 6), (1, 6))
JUNIOR_BANDS = ((7, 7), (8, 8), (9, 9), (7, 8), (7, 9))

# name, kind, where, seats, minimum; in the order in which a school takes them up
UNITS = (
    ("篮球", UnitKind.SPORT, RoomNeed.PLAYGROUND, 30, 10),
    ("书法", UnitKind.ART, RoomNeed.CLASSROOM, 28, 8),
    ("图书馆阅读", UnitKind.READING, RoomNeed.LIBRARY, 50, 0),
    ("科学小实验", UnitKind.SCIENCE, RoomNeed.LABORATORY, 26, 8),
    ("跳绳", UnitKind.SPORT, RoomNeed.PLAYGROUND, 40, 0),
    ("棋类", UnitKind.GAMES, RoomNeed.CLASSROOM, 30, 8),
    ("绘画", UnitKind.ART, RoomNeed.ART, 30, 8),
    ("足球", UnitKind.SPORT, RoomNeed.PLAYGROUND, 28, 12),
    ("种植", UnitKind.LABOUR, RoomNeed.GARDEN, 24, 6),
    ("合唱", UnitKind.CLUB, RoomNeed.MUSIC, 40, 16),
    ("素质拓展", UnitKind.OUTWARD, RoomNeed.PLAYGROUND, 36, 10),
    ("儿童电影", UnitKind.FILM, RoomNeed.HALL, 80, 0),
    ("剪纸", UnitKind.ART, RoomNeed.ART, 26, 10),
    ("乒乓球", UnitKind.SPORT, RoomNeed.INDOOR_SPORT, 24, 8),
    ("航模", UnitKind.SCIENCE, RoomNeed.LABORATORY, 20, 10),
    ("编程", UnitKind.CLUB, RoomNeed.COMPUTER, 36, 10),
    ("故事会", UnitKind.READING, RoomNeed.CLASSROOM, 36, 8),
    ("舞蹈", UnitKind.ART, RoomNeed.INDOOR_SPORT, 28, 12),
    ("民间游戏", UnitKind.GAMES, RoomNeed.PLAYGROUND, 40, 0),
    ("烹饪", UnitKind.LABOUR, RoomNeed.CLASSROOM, 22, 8),
    ("器乐", UnitKind.CLUB, RoomNeed.MUSIC, 30, 12),
    ("羽毛球", UnitKind.SPORT, RoomNeed.INDOOR_SPORT, 24, 8),
    ("天文", UnitKind.SCIENCE, RoomNeed.CLASSROOM, 24, 10),
    ("陶泥", UnitKind.ART, RoomNeed.ART, 24, 10),
    ("作业辅导", UnitKind.HOMEWORK_HELP, RoomNeed.CLASSROOM, 40, 0),
)  # fmt: skip
NUMERALS = "一二三四五六七八九十"

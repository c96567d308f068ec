"""Kinds of unit, answers of families, and where a place came from.

The first eight kinds are the letter's (濮教函〔2023〕69号) and those of 教基一厅〔2017〕2号; labour and homework help
stand beside them.
"""

from enum import StrEnum

READING_PLACE = "自主阅读"  # on every list: the place that every child has who joined a day and holds no unit


class UnitKind(StrEnum):
    READING = "READING"
    SPORT = "SPORT"
    ART = "ART"
    SCIENCE = "SCIENCE"
    GAMES = "GAMES"
    OUTWARD = "OUTWARD"
    CLUB = "CLUB"
    FILM = "FILM"
    LABOUR = "LABOUR"
    HOMEWORK_HELP = "HOMEWORK_HELP"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    UnitKind.READING: "自主阅读",
    UnitKind.SPORT: "体育",
    UnitKind.ART: "艺术",
    UnitKind.SCIENCE: "科普",
    UnitKind.GAMES: "娱乐游戏",
    UnitKind.OUTWARD: "拓展训练",
    UnitKind.CLUB: "社团及兴趣小组",
    UnitKind.FILM: "观看影片",
    UnitKind.LABOUR: "劳动",
    UnitKind.HOMEWORK_HELP: "作业辅导",
}


class RoomNeed(StrEnum):
    """What sort of room a unit needs; which room it gets is planned with the duty."""

    CLASSROOM = "CLASSROOM"
    LIBRARY = "LIBRARY"
    LABORATORY = "LABORATORY"
    MUSIC = "MUSIC"
    ART = "ART"
    COMPUTER = "COMPUTER"
    HALL = "HALL"
    INDOOR_SPORT = "INDOOR_SPORT"
    PLAYGROUND = "PLAYGROUND"
    GARDEN = "GARDEN"

    @property
    def label(self) -> str:
        return _ROOMS[self]


_ROOMS = {
    RoomNeed.CLASSROOM: "普通教室",
    RoomNeed.LIBRARY: "图书馆",
    RoomNeed.LABORATORY: "实验室",
    RoomNeed.MUSIC: "音乐教室",
    RoomNeed.ART: "美术教室",
    RoomNeed.COMPUTER: "机房",
    RoomNeed.HALL: "报告厅",
    RoomNeed.INDOOR_SPORT: "室内场馆",
    RoomNeed.PLAYGROUND: "操场",
    RoomNeed.GARDEN: "种植园",
}


class Answer(StrEnum):
    """What a family said. Who has not answered has no row: that is a fourth thing, and shown apart."""

    JOIN = "JOIN"
    NEED = "NEED"  # in need of care that these hours or days do not give
    NO = "NO"

    @property
    def label(self) -> str:
        return {"JOIN": "参加", "NEED": "需要，但现在的安排参加不了", "NO": "不需要"}[self.value]


class Origin(StrEnum):
    """How a child came to a place."""

    DRAW = "DRAW"
    OFFER = "OFFER"  # a freed seat that was offered, and taken
    LATE = "LATE"  # joined after the draw: the reading place until a seat is offered
    TUTORING = "TUTORING"


class Stage(StrEnum):
    """Where a term's programme stands."""

    PLANNED = "PLANNED"
    ANNOUNCED = "ANNOUNCED"  # the menu is fixed and committed to; sign-up has not opened
    OPEN = "OPEN"
    CLOSED = "CLOSED"  # waiting for the lists to be sealed, the public number and the draw
    DRAWN = "DRAWN"  # drawn; families see it from `results_at` on
    TOLD = "TOLD"

    @property
    def label(self) -> str:
        return {
            "PLANNED": "正在编",
            "ANNOUNCED": "已公布，报名还没有开始",
            "OPEN": "正在报名",
            "CLOSED": "报名截止，等抽签",
            "DRAWN": "已抽签，结果还没有公布",
            "TOLD": "结果已公布",
        }[self.value]

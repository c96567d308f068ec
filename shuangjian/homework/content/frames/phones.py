"""Homework given out, done or handed in by phone."""

import re
from collections.abc import Iterator

from shuangjian.homework.content.finding import Hit, Kind, Verdict
from shuangjian.homework.content.frames.demands import verdict_of
from shuangjian.homework.content.reading import Clause, Reading
from shuangjian.homework.content.standing import is_denied, is_studied, standing
from shuangjian.homework.content.words import channels, mentions, people

_CHANNEL = re.compile(f"{channels.CHANNEL}|{channels.CODE}")
_PHONE, _BY_FUNCTION = re.compile(channels.PHONE), re.compile(channels.BY_FUNCTION)
_USED_BEFORE = re.compile(
    rf"(?:{channels.ON_PHONE}|(?:下载|安装)[^,。]{{1,12}}到|(?:推?送|发|传|推|装|下|敲|打|输|存)[到至在上给进入])"
    + r"(?:家长|家里|爸爸|妈妈|爸妈|父母|大人|组长|老师|同学|课代表|自己|你|家人|一下|着|一部|旧)*的?$"
)
_USED_AFTER = re.compile(
    r"^(?:上|里|端|软件|自带的?|相机|地图|录音|摄像头|版)?(?:自?拍|录|安装|登录|注册|观看|浏览|刷题|"
    r"进|开着|搜|查|扫|看(?!法|的)|听|计时|完成|"
    r"领(?!取?[^,。]{0,3}(?:券|红包))|取[题卷任作]|选[题答择]|勾选|点[开击提选]|填|交(?!费|流|通|给)|查收|抢答|做|答|登|打开|下载|背|读|收|接收|提交|打卡|写|发|练|测|传|通知|消息|短信|推送)"
)
_ABOUT_USING = re.compile(
    r"^.{0,5}?(?:的(?:时间|时长|次数|情况|习惯|利弊|看法|问题|危害|现象|故事|人|好处|坏处|频率|年龄|"
    r"影响|规定|做法)|多久|多长时间|几[次个]小时|成瘾|上瘾|对.{0,6}影响)"
)
_DRAWN_OR_TOLD = re.compile("画|设计|认识|认一认|说出|说说|列出|写出|找出|了解|比较|说明|解释|归纳|举")
_AS_A_TOPIC = re.compile(  # 画出从扫码到收货的流程图: what a lesson is about, not what it is done with
    r"^[^,。]{0,16}(?:流程图|示意图|草图|界面|头像|的地方|的?例子|哪些设备|的?原理|的?过程|步骤图|图标|功能|区别|不同)"
)
_TAUGHT = re.compile(
    r"教(?:会|一?教)?(?:他|她|爷|奶|外|姥|老|父|母|爸|妈|家)|(?:为|给(?!老师|我|组长|班主任))[^,]{0,6}$(?<!发给)(?<!拍给)(?<!交给)(?<!传给)(?<!送给)"
)
_PRAISED_THERE = re.compile(r"(?:表扬|祝贺|感谢|公布名单|发了?(?:获奖|放假))")
_PUT_ELSEWHERE = re.compile(
    r"的(?:是[^,。]{0,6})?(?:通知|消息|喜报)(?:给|$|,)|只(?:发|用来|用于|说)[^,。]{0,4}(?:通知|消息|安全|联系)|以(?![^,。]{0,8}(?:群|微信|钉钉|qq)).{1,12}为准|(?:消息|通知)(?:不算|无效|作废)"
)
_HANDED_IN = re.compile(r"发到|上传|提交|打卡|拍照|发给|发群|完成|接龙|传到|交到|分享到|转发|[拍录]|截图|下载")
_WRITTEN_ABOUT = re.compile(
    "标语|倡议|海报|建议书|公约|演讲|辩论|漫画|观点|辨析|案例|对话|(?:写|编|续|创作|改编?|画|讲述?|说)[^,。]{0,8}故事|小品|情景剧|条提示|作文|提醒语|短文|议论"
)
_SOMEBODY = re.compile(rf"{mentions.SOMEBODY}|某|(?<![和跟与])同学们?(?=在)|[张李王刘]老师|有人")
_CAPTURE, _SEND, _RECORD = re.compile(channels.CAPTURE), re.compile(channels.SEND), re.compile(channels.RECORD)
_ON_PAPER, _OTHER_SCREEN = re.compile(channels.PAPER), re.compile(channels.OTHER_SCREEN)
_TALLY, _TALLY_ON_PAPER = re.compile(channels.TALLY), re.compile(channels.TALLY_ON_PAPER)
_ONLINE, _ASSIGNED = re.compile(channels.ONLINE), re.compile(channels.ASSIGNED)
_TEACHER_SHOWS = re.compile(rf"^(?:明天|今晚|稍后|周末|课后|等|到时候?|由)?{people.TEACHER}(?!的)")
_NOTICE_SHOWN = re.compile("^(?:(?:放假|春游|活动|家长会)?(?:通知|安排|名单|喜报|时间表)|消息)[^,。]{0,4}(?:已|见)")
_TO_TEACHER = re.compile(channels.SENT_TO_TEACHER)
_NOT_THERE = re.compile("[里内中上]?(?:一律|都|也|绝|再|从|今后)*(?:不(?!得不|要忘)|没有?|禁止|停止|暂停)")
_CALL = re.compile(
    r"(?:打|通过|用)(?:个)?(?:视频)?电话.{0,8}(?:老师|背|汇报|报|抽查|检查|作业)|电话.{0,2}(?:背诵|"
    r"抽查|汇报|检查作业)|(?:视频|语音|微信)通话.{0,6}(?:老师|背|检查|抽)|[我你]打给你|打给(?:我|老师)"
)


def work_by_phone(reading: Reading) -> Iterator[Hit]:
    """At most one PHONE hit a clause."""
    for clause in reading.clauses:
        for look in (_channel, _phone_itself, _captured_and_sent, _sent_to_teacher, _called, _by_function, _lesser):
            hit = look(clause)
            if hit:
                yield hit
                break


def _channel(clause: Clause) -> Hit | None:
    for found in _CHANNEL.finditer(clause.text):
        if _is_told_of(clause, found.start(), found.end()) or _is_showing(clause):
            continue
        verdict = verdict_of(standing(clause, _way_to(clause.text, found.start()), found.end()))
        if verdict and re.search(r"邮箱?[^,]{0,3}(?:或|、|/)|(?:或|、|/)[^,]{0,4}邮", clause.text):
            verdict = Verdict.WARN  # by mail will do
        if verdict:
            return _hit(clause, found, verdict)
    return None


def _way_to(text: str, at: int) -> int:
    """Where the verb before a channel begins, so that 不发群 is seen to be denied."""
    verb = re.search(
        r"(?:上传|转发|发送|提交|发|传|进|看|交|见|入|用|通过|晒)[到至在进往给]?(?:班级?|家长|微信|qq|钉钉)?$",
        text[:at],
    )
    return verb.start() if verb else at


def _phone_itself(clause: Clause) -> Hit | None:
    for found in _PHONE.finditer(clause.text):
        before, after = clause.text[: found.start()], clause.text[found.end() :]
        used = _USED_BEFORE.search(before) or _USED_AFTER.match(after)
        if not used or _is_told_of(clause, found.start(), found.end()) or _is_showing(clause):
            continue
        verdict = verdict_of(standing(clause, found.start(), found.end()))
        if verdict and re.search(r"[或、/]|都行|均可", clause.text) and _OTHER_SCREEN.search(clause.text):
            verdict = Verdict.WARN  # another screen will do
        if verdict:
            return _hit(clause, found, verdict)
    return None


def _captured_and_sent(clause: Clause) -> Hit | None:
    """拍照上传, 录视频发给老师; also over two clauses: 录成视频，发给老师."""
    for found in _CAPTURE.finditer(clause.text):
        rest = clause.text[found.end() :]
        sent = re.match("截[图屏]|录屏", found.group()) or _SEND.search(rest) or _sent_before(clause, found)
        if not sent:
            following = clause.after[:3]
            sent = next(
                (
                    _SEND.match(
                        re.sub(
                            r"^(?:然后|再|并|最后|晚上|今晚|明早|一起|及时|统一|\d+点前?|[^,]{0,6}前)", "", other.text
                        )
                    )
                    for other in following
                ),
                None,
            )
        if (
            not sent
            or _ON_PAPER.search(clause.text)
            or _is_told_of(clause, found.start(), found.end())
            or _is_showing(clause)
        ):
            continue
        verdict = verdict_of(standing(clause, found.start(), found.end()))
        if verdict and any(is_denied(other, 0, len(other.text)) for other in clause.after[:1]):
            continue
        if verdict:
            return _hit(clause, found, verdict)
    return None


def _sent_before(clause: Clause, found: re.Match[str]) -> re.Match[str] | None:
    """发一段语音给老师, 上传照片."""
    return re.search(
        r"(?:打卡[^,。]{0,6}|上传|提交|发(?:送)?|传|交|回传)(?:一?[段张个份]|[几两三\d][段张个])?.{0,10}$",
        clause.text[: found.start()],
    )


def _sent_to_teacher(clause: Clause) -> Hit | None:
    """把结果发我: what is handed to a teacher in person is 交, what is sent goes by phone."""
    found = _TO_TEACHER.search(clause.text)
    if not found or re.search("邮|电脑|u盘", clause.text) or _is_told_of(clause, found.start(), found.end()):
        return None
    verdict = verdict_of(standing(clause, found.start(), found.end()))
    return _hit(clause, found, verdict) if verdict else None


def _by_function(clause: Clause) -> Hit | None:
    """开着定位软件跑, 语音条扔给我, 在圈里晒: no app is named, and only a phone does it."""
    offset = clause.start - clause.sentence.start
    for found in _BY_FUNCTION.finditer(clause.sentence.full, offset):
        start, end = found.start() - offset, found.end() - offset
        if start >= len(clause.text):
            return None
        if _OTHER_SCREEN.search(clause.text) or _TALLY_ON_PAPER.search(found.group()):
            continue
        if _is_told_of(clause, start, min(end, len(clause.text))) or _is_showing(clause):
            continue
        verdict = verdict_of(standing(clause, start, min(end, len(clause.text))))
        if verdict:
            return Hit(Kind.PHONE, verdict, clause.start + start, clause.start + end)
    return None


def _called(clause: Clause) -> Hit | None:
    found = _CALL.search(clause.text)
    verdict = verdict_of(standing(clause, found.start(), found.end())) if found else None
    return _hit(clause, found, verdict) if found and verdict else None


def _lesser(clause: Clause) -> Hit | None:
    """A tally, a recording, an upload that need not be by phone: said, not refused."""
    for pattern in (_TALLY, _ONLINE, _RECORD):
        found = pattern.search(clause.text)
        if not found or _is_told_of(clause, found.start(), found.end()) or _is_showing(clause):
            continue
        if pattern is _TALLY and _TALLY_ON_PAPER.search(clause.sentence.full):
            continue
        if _OTHER_SCREEN.search(clause.text):
            continue
        verdict = verdict_of(standing(clause, found.start(), found.end()))
        if verdict:
            return _hit(clause, found, verdict if _is_by_phone_after_all(clause, pattern) else Verdict.WARN)
    return None


def _is_by_phone_after_all(clause: Clause, pattern: re.Pattern[str]) -> bool:
    """拍个小视频，老师在群里点评: what is looked at in a chat has been sent there; 拍照，按号接龙: so is the photo."""
    if pattern is _TALLY:
        return any(_CAPTURE.search(other.text) for other in clause.before)
    return pattern is _RECORD and any(
        not is_denied(other, found.start(), found.end())
        for other in clause.after
        for found in _CHANNEL.finditer(other.text)
    )


def _is_told_of(clause: Clause, start: int, end: int) -> bool:
    """A thing to study, a story or a sum."""
    if is_studied(clause, start) or _ABOUT_USING.match(clause.text[end:]) or _TAUGHT.search(clause.text[:start]):
        return True
    if _PUT_ELSEWHERE.search(clause.text) or (
        not _HANDED_IN.search(clause.text) and any(_WRITTEN_ABOUT.search(other.text) for other in clause.before)
    ):
        return True
    if _NOT_THERE.match(clause.text[end:]):
        return True
    if _AS_A_TOPIC.match(clause.text[end:]) and _DRAWN_OR_TOLD.search(clause.text[:start]):
        return True
    asks = clause.sentence.text.rstrip("\n").endswith("?") and not re.search("请|吧", clause.sentence.text)
    if asks or _SOMEBODY.search(clause.text[:start]):
        return True
    kin = re.search(people.KIN, clause.text[:start])
    return clause.sentence.is_a_sum or bool(kin and mentions.NARRATED_AFTER.search(clause.text[end:]))


def _is_showing(clause: Clause) -> bool:
    """What the teacher puts there is homework only if it is the task."""
    shows = _TEACHER_SHOWS.match(clause.text) or _NOTICE_SHOWN.match(clause.text)
    if shows and _PRAISED_THERE.search(clause.text):
        return True
    return bool(shows) and not _ASSIGNED.search(clause.text)


def _hit(clause: Clause, found: re.Match[str], verdict: Verdict) -> Hit:
    return Hit(Kind.PHONE, verdict, clause.start + found.start(), clause.start + found.end())

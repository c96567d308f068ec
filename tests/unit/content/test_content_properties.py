"""Whatever is typed, examining never fails and every span lies in its part."""

from hypothesis import given
from hypothesis import strategies as st

from shuangjian.homework.content import Part, Settings, Written, examine, numerals
from shuangjian.homework.rules import Form
from shuangjian.kernel.subject import Subject

SIGNS = [*"三３遍错罚的群抄写请“”《》：，。①㎡ﷺ(_?\n\u200b"]
WORDS = st.sampled_from(
    [
        "家长",
        "检查",
        "签字",
        "×3",
        "同学",
        "不用",
        "可以",
        "手机",
        "拍照",
        "发给",
        "老师",
        "试卷",
        "自己",
        "批改",
        "1.",
        *SIGNS,
    ]
)
texts = st.text(max_size=60) | st.lists(WORDS, max_size=25).map("".join)
homework = st.builds(
    Written,
    parts=st.lists(st.builds(Part, st.just("内容"), texts), max_size=3).map(tuple),
    subject=st.sampled_from(Subject),
    form=st.sampled_from(Form),
    grade=st.integers(1, 9),
    unit=st.text(max_size=10),
    aim=st.text(max_size=10),
    minutes=st.integers(0, 300),
    recent=st.lists(texts, max_size=2).map(tuple),
)
settings = st.builds(Settings, st.none() | st.integers(1, 20), st.floats(0, 1), st.none() | st.integers(10, 120))


@given(homework=homework, settings=settings)
def test_examining_never_raises_and_every_span_lies_in_its_part(homework, settings):
    fields = {"单元": homework.unit, "目标": homework.aim}
    for finding in examine(homework, settings):
        sources = [part.text for part in homework.parts] + [fields.get(finding.part, "")]
        assert 0 <= finding.start <= finding.end
        assert any(text[finding.start : finding.end] == finding.quoted for text in sources)


@given(st.integers(1, 9999))
def test_digits_read_back(number):
    assert numerals.least(str(number)) == number
    assert numerals.least(f"{number}-{number + 2}") == number

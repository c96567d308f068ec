"""Who may be told to do something."""

from shuangjian.homework.content.words import any_of

_ADDRESSED = r"""
        家长(?!会(?![检签帮听打记陪评批看])|委|学校|信|开放|里短|群|课堂|满意度) 监护人 宝爸 宝妈 爸妈们 家属
        家[里中](?:[^,。]{0,6}的)?(?:大人|长辈|有?人(?!口|数|物)) 大人 长辈 家人 亲人 家庭成员
        (?<![祝谢给和])您(?!的?家乡|好) 家里(?=帮|检查|签|听写|给孩|监督|批|核) 家庭(?=配合|协助|监督|检查|批改)
        (?<=[由请让])家庭(?!成员) parents?
        (?:爸爸|妈妈|爷爷|奶奶|姥姥|姥爷)们 (?<=在家的)老人 (?<=[由请让])(?:家里的?)?老人
    """
_KIN = r"""
        爸爸妈妈 妈妈爸爸 爸爸 妈妈 老爸 老妈 爸妈 父母亲? 父亲 母亲 爷爷奶奶 爷爷 奶奶 姥姥姥爷 姥姥 姥爷
        外公外婆 外公 外婆 祖父母 爸(?=或|和|/|、|检|帮|签|念) 妈(?=检|帮|签|念)
        (?<![a-z])(?:mom|mum|dad|mother|father)(?![a-z]{4})
    """
ADDRESSED = any_of(_ADDRESSED)
KIN = any_of(_KIN)
ADULT = any_of(_ADDRESSED, _KIN)
SEVERAL_ADULTS = rf"(?:{ADULT}(?:们|朋友|代表)?(?:[/、或和]|或者|还是)?)+"

CHILD = any_of(r"""
        孩子 小孩 娃娃? 宝贝 宝宝 学生 子女 小朋友 儿子 女儿
    """)
PUPIL = any_of(r"""
        孩子们? 娃娃? 学生 同学们? 小朋友们? 你们? 自己 大家 每人 组长 小组
    """)
_TEACHERS = "老师 教师 (?<!自)我(?=来|会|批|改|将|再|统一|们?[检抽]) 班主任"
MARKER = any_of(_TEACHERS)  # who is to mark
TEACHER = any_of(_TEACHERS, "课代表")
ASKED = any_of(
    r"""
        请 让 叫 找 由 要 需要? 须 劳烦 烦请 麻烦 拜托 辛苦 有劳 务请 恳请 敬请 希望 盼 望 要求 建议 鼓励 提醒 使
        喊 邀请? 求 交由 每[位个] 各位 最好有 必须有 要有 需有 仍由 先由
    """
)

"""Why a file as a whole cannot be read: every code and its one sentence, in one place."""

from shuangjian.people.roster.rows import UnreadableFile

_FRESH = "请把名册复制到新建的工作簿里，再上传。"
_RESAVE = "请在自己的电脑上打开、另存一份，再上传。"
_SPLIT = "请按学校分开上传。"
WORDS = {
    "EMPTY": "文件是空的，里面什么也没有。请重新选择文件。",
    "TOO_LARGE": "文件超过 20 MB，不像名册。" + _SPLIT,
    "NOT_FOUND": "找不到这个文件，或没有权限读取。请重新上传。",
    "XLS": "这是旧版 Excel 文件（.xls）。请在 Excel 里另存为 .xlsx，再上传。",
    "XLSB": "这是二进制工作簿（.xlsb）。请在 Excel 里另存为 .xlsx，再上传。",
    "ODS": "这是 ODS 表格。请另存为 .xlsx，再上传。",
    "HTML": "这个文件其实是网页，不是 Excel 工作簿。请用 Excel 打开、另存为 .xlsx，再上传。",
    "PDF": "这是 PDF，读不出名册。请上传 Excel 工作簿（.xlsx）。",
    "ENCRYPTED": "文件加了密码，打不开。请去掉密码后另存一份，再上传。",
    "NOT_TEXT": "这个文件既不是 Excel 工作簿，也不是能认出编码的 CSV。请下载模板填写，或另存为 .xlsx 再上传。",
    "NOT_A_WORKBOOK": "这个文件不是 Excel 工作簿（.xlsx）。请下载模板填写，或在 Excel 里另存为 .xlsx 再上传。",
    "DAMAGED_ARCHIVE": "文件已损坏或没有传完整，打不开。" + _RESAVE,
    "DAMAGED_WORKBOOK": "工作簿的内容已损坏，读不下去。" + _RESAVE,
    "UNKNOWN_COMPRESSION": "压缩包用了少见的压缩方式，打不开。请用普通 zip 重新压缩。",
    "TOO_MANY_MEMBERS": "压缩包里有 {count} 个文件，超过 {limit} 个，不予打开。请重新压缩，只放名册文件。",
    "TOO_LARGE_UNPACKED": "这个文件解开后超过 200 MB，不像名册，不予打开。" + _SPLIT,
    "BOMB": "这个文件解开后膨胀上百倍，不像名册，不予打开。" + _FRESH,
    "UNSAFE_NAME": "压缩包里有指向包外的文件名，不予打开。请重新压缩，只放名册文件。",
    "DUPLICATE_MEMBER": "压缩包里有两个同名文件“{name}”，不知道该读哪个。请重新压缩。",
    "UNEXPECTED_MEMBER": "文件里有不该有的内容“{name}”。请去掉它，只留名册，再上传。",
    "MACROS": "工作簿里带有宏，不予打开。请另存为不带宏的 .xlsx，再上传。",
    "EXTERNAL_LINKS": "工作簿引用了别的文件。请在“数据—编辑链接”里断开链接，或把内容粘贴成数值，再上传。",
    "EMBEDDED_OBJECTS": "工作簿里嵌了别的文件或控件，不予打开。" + _FRESH,
    "MISSING_SHEET": "工作簿里缺了“{name}”这张表的内容，文件已损坏。" + _RESAVE,
    "SAME_SHEET_NAMES": "工作簿里有两张同名的表“{name}”，说不清错在哪张。请给其中一张改名。",
    "TOO_MANY_SHEETS": "工作簿有 {count} 张表，超过 {limit} 张，不像名册。请只留要导入的表。",
    "TOO_MANY_ROWS": "“{sheet}”超过 {limit} 行。" + _SPLIT,
    "TOO_MANY_COLUMNS": "“{sheet}”第 {row} 行用到了第 {column} 列，超过 {limit} 列。请删去多余的列。",
    "TOO_MANY_MERGES": "“{sheet}”的合并单元格太多。请取消合并后再上传。",
    "BROKEN_QUOTES": "“{sheet}”第 {row} 行起引号不成对，后面的行分不开。请删去多出的英文引号，或另存为 .xlsx 再上传。",
    "NO_ROSTER_SHEET": "没有找到名册：没有一张表的表头里有学籍号、工号、姓名、班级这些列。请下载模板，对照表头填写。",
    "NO_ROWS": "名册只有表头，一行内容也没有。请填好后再上传。",
    "ONEROSTER_FILES": "OneRoster 包里缺少 {names}，读不了。请重新导出完整的一套文件。",
    "ONEROSTER_VERSION": "manifest.csv 写的 OneRoster 版本是“{version}”，本系统只读 1.1 和 1.2。请按这两个版本导出。",
    "ONEROSTER_HEADER": "{name} 第一行没有 sourcedId 等列名，不是 OneRoster 文件。请重新导出。",
    "TOO_SLOW": "这个文件读了 {seconds} 秒还没读完，已停止。" + _SPLIT,
    "TOO_MUCH_MEMORY": "这个文件太大，读到一半内存不够，已停止。" + _SPLIT,
    "READER_FAILED": "这个文件读到一半出了错，什么都没有改动。" + _FRESH,
}


def unreadable(code: str, **values: object) -> UnreadableFile:
    """The problem called `code`, its sentence filled in; values are shown shortened to 40 characters."""
    shown = {key: str(value)[-40:] for key, value in values.items()}
    return UnreadableFile(code, WORDS[code].format(**shown))

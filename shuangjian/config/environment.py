"""The environment variables that steer an installation: the whole list, and the only place they are read.

A house test holds docs/ to this list, so that no variable is a secret of the code.
"""

import os
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    """`meaning` is what an administrator reads; `default` is None where production cannot start without a value."""

    name: str
    meaning: str
    default: str | None


VARIABLES = {
    variable.name: variable
    for variable in (
        Variable("DATABASE_URL", "数据库地址；不写时用 var/ 下的 SQLite 文件", ""),
        Variable("TEST_DATABASE_URL", "测试用的 PostgreSQL 地址；不写时测试自己启停一个", ""),
        Variable("SHUANGJIAN_SECRET_KEY", "会话与签名的密钥，至少 50 个字符", None),
        Variable("SHUANGJIAN_ROSTER_KEY", "学籍号摘要的密钥，至少 50 个字符；换了它，旧摘要就认不出来了", None),
        Variable("SHUANGJIAN_ALLOWED_HOSTS", "网站域名，用逗号分开", None),
        Variable("SHUANGJIAN_TRUSTED_PROXIES", "网站前面有几层自己的反向代理", "0"),
        Variable("SHUANGJIAN_WITHOUT_TLS", "写 1 表示内网没有 HTTPS；密码会明文传输，请尽快配上证书", "0"),
        Variable("SHUANGJIAN_VAR", "存放数据库、密钥和样式文件的目录；不写时是 var/", ""),
        Variable("SHUANGJIAN_LAKE", "存放用时数据（按晚一份的 Parquet）的目录；不写时是 var/lake", ""),
        Variable("SHUANGJIAN_WORKERS", "网站进程数", "2"),
        Variable("SHUANGJIAN_THREADS", "每个网站进程的线程数", "8"),
    )
}


def text(name: str) -> str:
    """The value of a listed variable; raises ImproperlyConfigured, in words, where it is required and missing."""
    variable = VARIABLES[name]
    value = os.environ.get(name, "").strip() or variable.default
    if value is None:
        raise ImproperlyConfigured(f"缺少环境变量 {name}（{variable.meaning}）。请设置后再启动。")
    return value


def number(name: str) -> int:
    """A listed variable as a whole number, 0 or above."""
    value = text(name)
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"环境变量 {name} 应是整数（{VARIABLES[name].meaning}），现在是“{value}”。")
    return int(value)


def flag(name: str) -> bool:
    """A listed variable that is 0 or 1."""
    return number(name) == 1


def names(name: str) -> list[str]:
    """A listed variable holding names parted by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def key(name: str) -> str:
    """A listed variable holding a key of at least 50 characters, not all alike."""
    value = text(name)
    if len(value) < 50 or len(set(value)) < 10:
        raise ImproperlyConfigured(f"环境变量 {name} 太短或太简单（{VARIABLES[name].meaning}）。")
    return value

"""What every job on the command line shares: Django is loaded when it runs, and a refusal ends it in words."""

from typing import Any

import click


class Job(click.Command):
    """A command that works on the site's data.

    Whatever the parts below refuse is printed in their own Chinese words, with exit code 1. Any other exception is a
    mistake of ours and keeps its traceback.
    """

    def invoke(self, ctx: click.Context) -> Any:
        start_django()
        from django.db.utils import OperationalError

        from shuangjian.kernel.refusal import InvalidInput, KeyReused, NotAllowed, NotVisible, Refused

        try:
            return super().invoke(ctx)
        except Refused as refused:
            raise click.ClickException("\n".join(_reason(refusal) for refusal in refused.refusals)) from None
        except InvalidInput as invalid:
            raise click.ClickException("\n".join(invalid.errors.values())) from None
        except (NotVisible, NotAllowed, KeyReused) as error:
            raise click.ClickException(str(error) or _BARE[type(error).__name__]) from None
        except OperationalError as error:
            raise click.ClickException(
                f"数据库用不了：{error}。请检查 DATABASE_URL；新的数据库先运行 shuangjian migrate。"
            ) from error


_BARE = {
    "NotVisible": "找不到，或者您无权知道它在不在。",
    "NotAllowed": "您可以看，但无权这样做。",
    "KeyReused": "同一个提交编号已经用在另一件事上了。请重新打开页面再提交。",
}


def start_django() -> None:
    """Loads the settings and the apps; settings that cannot work are told in words."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from None


def _reason(refusal: Any) -> str:
    clauses = "；".join(clause.label for clause in refusal.clauses)
    return f"{refusal.staff}（{clauses}）" if clauses else str(refusal.staff)

"""Writing homework."""

from shuangjian.homework.operations.drafts import discard_draft, save_draft
from shuangjian.homework.operations.outcome import ClassOutcome, Outcome
from shuangjian.homework.operations.preview import Preview, PreviewedEvening, preview
from shuangjian.homework.operations.publishing import Target, amend, publish
from shuangjian.homework.operations.settling import Standing, in_the_way, settle_caps
from shuangjian.homework.operations.sheets import ensure_sheet_addresses, replace_sheet_address
from shuangjian.homework.operations.withdrawing import withdraw

__all__ = [
    "ClassOutcome",
    "Outcome",
    "Preview",
    "PreviewedEvening",
    "Standing",
    "Target",
    "amend",
    "discard_draft",
    "ensure_sheet_addresses",
    "in_the_way",
    "preview",
    "publish",
    "replace_sheet_address",
    "save_draft",
    "settle_caps",
    "withdraw",
]

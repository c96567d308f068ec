"""The address of a class's evening sheet."""

from collections.abc import Iterable

from shuangjian.homework.models import SheetAddress


def class_of_sheet(token: str) -> int | None:
    """The class whose sheet has this address now; None for an address that was never given out or was replaced."""
    found = SheetAddress.objects.filter(token=token, replaced_at=None).values_list("school_class_id", flat=True)
    return found.first()


def sheet_address(class_id: int) -> str | None:
    """The present address (token) of a class's sheet."""
    return (
        SheetAddress.objects.filter(school_class_id=class_id, replaced_at=None).values_list("token", flat=True).first()
    )


def sheet_addresses(class_ids: Iterable[int]) -> dict[int, str]:
    """The present addresses of many classes' sheets, by class, in one query."""
    found = SheetAddress.objects.filter(school_class_id__in=set(class_ids), replaced_at=None)
    return dict(found.values_list("school_class_id", "token"))

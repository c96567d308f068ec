"""A draft by the key it was saved under."""

from shuangjian.homework.models import Assignment


def draft_under(person_id: int, key: str) -> Assignment | None:
    """What a person saved under a key, whether it is published by now or not; None before that."""
    found = Assignment.objects.filter(author_id=person_id, intent__key=key).prefetch_related("tiers")
    return found.order_by("pk").first()

"""The notice: no personal field is kept that it does not tell, and the English document says the same."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey
from django.test import Client

from shuangjian.people.rules import NOTICE
from shuangjian.portal.personal_data import Whom, as_markdown, by_person, personal_data
from tests.conftest import ROOT

# Tables that are about people in every column; elsewhere it is the references to people.
WHOLE = {"audit.Act", "sessions.Session", "axes.AccessAttempt", "axes.AccessAttemptExpiration"}
# django-axes brings them; its settings keep them empty.
EMPTY = {"axes.AccessLog", "axes.AccessFailureLog"}


def personal_columns() -> set[str]:
    """Every column about a person, read from the models themselves."""
    people = set(apps.get_app_config("people").get_models())
    found = set()
    for model in apps.get_models():
        label = model._meta.label
        whole = model in people or label in WHOLE
        for column in model._meta.concrete_fields:
            refers = isinstance(column, ForeignKey) and column.related_model in people
            if (whole or refers) and column.name != "id" and label not in EMPTY:
                found.add(f"{label}.{column.name}")
    return found


def test_the_notice_names_every_personal_column_and_none_that_is_not_kept() -> None:
    told = {name for row in personal_data() for name in row.fields}
    assert told == personal_columns()


def test_the_tables_that_the_notice_leaves_out_stay_empty() -> None:
    assert settings.AXES_DISABLE_ACCESS_LOG
    assert not settings.AXES_ENABLE_ACCESS_FAILURE_LOG


def test_pupils_have_no_account_no_sex_no_birthday_and_no_telephone() -> None:
    told = {name.removeprefix("people.Pupil.") for row in personal_data() for name in row.fields if "Pupil." in name}
    assert told == {"school", "name", "sort_key", "number_digest", "number_tail", "left_on"}


def test_every_row_says_what_why_who_and_how_long_in_both_languages() -> None:
    for row in personal_data():
        for words in (row.zh, row.en):
            assert all((words.what, words.purpose, words.who, words.until))
    assert [whom for whom, rows in by_person() if not rows] == []


def test_the_documentation_holds_the_same_table_as_the_page() -> None:
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    assert as_markdown() in text, f"put this into docs/privacy.md:\n\n{as_markdown()}"
    assert NOTICE in text


@pytest.mark.django_db
def test_the_page_tells_every_row_and_begins_with_who_consents_to_what(settings: object) -> None:
    settings.SHUANGJIAN_CLOCK = "tests.cast.standing"
    page = Client().get("/privacy/")
    for row in personal_data():
        for words in (row.zh.what, row.zh.purpose, row.zh.who, row.zh.until):
            assert words in page.text
    heads = [page.text.index(f'id="{anchor}"') for anchor in ("consent", "fields", "not", "leave", "heard")]
    assert heads == sorted(heads)
    assert NOTICE in page.text
    assert all(whom.label in page.text for whom in Whom)

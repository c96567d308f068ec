"""Every act that the code records has its sentence, and no sentence waits for an act that nobody performs."""

import re

from django.apps import apps

from shuangjian.audit.sentences import OF_A_PLACE, OF_ONESELF, SENTENCES
from tests.house.source import modules, strings

WORDS = ("shuangjian/audit/sentences.py", "shuangjian/audit/service_sentences.py")


def acts() -> dict[str, str]:
    """Every name of an act that stands in the code (`people.appoint`), with the module it stands in."""
    ours = "|".join(app.label for app in apps.get_app_configs() if app.name.startswith("shuangjian."))
    name = re.compile(rf"(?:{ours})\.[a-z_]+")
    named = ((text, path) for path, tree in modules() if path not in WORDS for text in strings(tree))
    return {text: path for text, path in named if name.fullmatch(text)}


def test_every_act_has_a_sentence() -> None:
    assert {name: path for name, path in acts().items() if name not in SENTENCES} == {}


def test_every_sentence_has_an_act() -> None:
    assert set(SENTENCES) - set(acts()) == set()


def test_acts_that_are_shown_or_hidden_by_name_have_a_sentence() -> None:
    assert set(SENTENCES) >= OF_A_PLACE | OF_ONESELF

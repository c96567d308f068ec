"""The rulebook of one edition: everything that was read, and the questions one may ask it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from shuangjian.kernel.grade import System
from shuangjian.rulebook.choices import ChoiceRule
from shuangjian.rulebook.citation import Document
from shuangjian.rulebook.examples import Case
from shuangjian.rulebook.lookup import Change, Lookup, Result, changes
from shuangjian.rulebook.parameter import Parameter


class NoSuchRule(KeyError):
    """The book has no rule of that path."""

    def __str__(self) -> str:
        return f"规则书里没有“{self.args[0]}”这一条。"


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Read once, then only asked. `edition` is kept beside every decision: the date of the newest entry and a digest
    of all law in the book, at most 32 characters."""

    edition: str
    _parameters: Mapping[str, Parameter]
    _choice_rules: Mapping[str, ChoiceRule]
    _documents: Mapping[str, Document]
    _cases: Mapping[str, tuple[Case, ...]]
    _lookup: Lookup = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lookup", Lookup(self._parameters, self.edition))

    def parameters(self) -> tuple[Parameter, ...]:
        """Every rule, in order of path."""
        return tuple(self._parameters.values())

    def parameter(self, name: str) -> Parameter:
        """One rule; raises NoSuchRule."""
        try:
            return self._parameters[name]
        except KeyError:
            raise NoSuchRule(name) from None

    def documents(self) -> tuple[Document, ...]:
        return tuple(self._documents.values())

    @property
    def choice_names(self) -> tuple[str, ...]:
        """What schools may decide for themselves."""
        return tuple(self._choice_rules)

    def choice_rule(self, name: str) -> ChoiceRule:
        """Bounds and reason of one school-level choice; raises NoSuchRule."""
        try:
            return self._choice_rules[name]
        except KeyError:
            raise NoSuchRule(name) from None

    def choices_under(self, parameter: str) -> tuple[ChoiceRule, ...]:
        """The choices that a rule leaves to schools, for its page."""
        return tuple(rule for rule in self._choice_rules.values() if rule.under == parameter)

    def lookup(
        self,
        name: str,
        *,
        date: dt.date,
        place_codes: tuple[str, ...],
        grade: int | None = None,
        system: System | None = None,
    ) -> Result:
        """What holds on a date at a place. `place_codes` are administrative codes of the place and those above it
        (410000, 410900, 410902); codes above a given one are added.

        Raises NoSuchRule; NotInForce where the book says nothing; ValueError when the rule differs between grades or
        systems and none is given, or for a grade outside 1–9.
        """
        self.parameter(name)
        return self._lookup.ask(name, date, place_codes, grade, system)

    def cases(self, name: str) -> tuple[Case, ...]:
        """The worked examples of a rule or a choice; empty where there are none."""
        return self._cases.get(name, ())

    def changes_between(
        self, after: dt.date, through: dt.date, place_codes: tuple[str, ...] = ()
    ) -> tuple[Change, ...]:
        """What begins after one date and up to, and including, another."""
        return changes(self._parameters, after, through, place_codes)

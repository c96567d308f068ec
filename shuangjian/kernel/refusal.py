"""Refusals: why a thing cannot be done, under which clause, and what can be done now."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clause:
    """Where a rule stands.

    `title` is the document's (中办发〔2021〕40号 goes in `number`, None where the number was not found), `article` the
    clause (第5条), `rule` the path of the rulebook page that explains it, None for a rule of this system or school.
    """

    title: str
    number: str | None
    article: str
    rule: str | None = None

    @property
    def label(self) -> str:
        title = self.title if self.title.startswith("本校") else f"《{self.title}》"
        return f"{self.number or title}　{self.article}".strip()


@dataclass(frozen=True)
class Way:
    """A way out: `act` names it for a program, `label` is a button, `words` stand beside it, `values` it sets."""

    act: str
    label: str
    words: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """One reason for a no. `staff` and `family` say it in the words of each."""

    code: str
    staff: str
    family: str
    clauses: tuple[Clause, ...]
    ways: tuple[Way, ...] = ()


class Refused(Exception):
    """An act was refused; carries all its reasons."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("；".join(refusal.staff for refusal in refusals))
        self.refusals = refusals


class NotVisible(Exception):
    """The actor may not know that the thing exists: 404."""


class NotAllowed(Exception):
    """The actor knows the thing and may not act on it: 403."""


class InvalidInput(Exception):
    """What was typed cannot be read. `errors` maps a field's name to a sentence that says what to type."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = errors


class KeyReused(Exception):
    """The same idempotency key came with a different request."""

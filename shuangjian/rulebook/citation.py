"""Where a rule stands: the document, its number and dates, and the clause."""

import datetime as dt
from dataclasses import dataclass

from shuangjian.kernel.refusal import Clause


@dataclass(frozen=True, slots=True)
class Witness:
    """What shows that a document of unfound number says so: its title and number, and where in it to look."""

    title: str
    number: str | None
    where: str

    @property
    def label(self) -> str:
        return f"{self.number or self.title}{self.where}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of state. `number` is the 文号, None where it was not found: then `witness` stands for it.

    Most notices name no commencement, so the three dates stay apart; what is not known is None. `verified_on` is the
    day on which a person compared the text with the official page, None as long as nobody has. `link` is None or an
    address on gov.cn, moe.gov.cn or cac.gov.cn that a person has opened.
    """

    id: str
    title: str
    number: str | None
    issuer: str
    signed_on: dt.date | None
    published_on: dt.date | None
    effective_on: dt.date | None
    verified_on: dt.date | None
    witness: Witness | None
    link: str | None

    @property
    def label(self) -> str:
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"

    @property
    def dates(self) -> tuple[dt.date, ...]:
        return tuple(date for date in (self.signed_on, self.published_on, self.effective_on) if date is not None)


@dataclass(frozen=True, slots=True)
class Citation:
    """One clause of one document; the clause is None only where a witness says what the document holds."""

    document: Document
    clause: str | None

    @property
    def article(self) -> str:
        """第5条; where the document itself was not seen: 见 and the witness."""
        if self.clause is not None:
            return self.clause
        assert self.document.witness is not None
        return f"见{self.document.witness.label}"

    @property
    def label(self) -> str:
        """教基厅函〔2021〕13号　第2条."""
        return self.as_clause(None).label

    def as_clause(self, rule: str | None) -> Clause:
        """For a refusal; `rule` is the path of the parameter whose page explains it."""
        return Clause(self.document.title, self.document.number, self.article, rule)

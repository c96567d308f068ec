"""What a row of the access table says."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.access.persons import OUTSIDE

LOGIN = "sign in first"  # a redirect to the sign-in page
Answers = Mapping[int | str, tuple[str, ...]]


@dataclass(frozen=True)
class Row:
    """One method of one address: for each thing it may be about (see city.py), who gets which answer.

    Whoever is not named gets 404, or is asked to sign in where the site does not know who it is. `public` addresses
    ask nobody to sign in. `shows` are marks that the page tells everybody who has its address.
    """

    method: str
    address: str
    answers: Mapping[str, Answers]
    public: bool = False
    shows: frozenset[str] = frozenset()

    def expected(self, thing: str, who: str) -> int | str:
        for answer, persons in self.answers[thing].items():
            if who in persons:
                return answer
        return LOGIN if who in OUTSIDE and not self.public else 404

"""Finding a rule: by words that it holds, or by a path that was almost right."""

import difflib
import unicodedata

from shuangjian.rulebook.book import Rulebook
from shuangjian.rulebook.parameter import Parameter
from shuangjian.rulebook.themes import theme_of

MOST_ALIKE = 5


def folded(text: str) -> str:
    """Text as it is compared: full-width signs narrow, capitals small."""
    return unicodedata.normalize("NFKC", text).casefold()


def matches(parameter: Parameter, words: tuple[str, ...]) -> bool:
    """Whether every word, folded, occurs: in the rule's own words, its values, its documents, or its places' names."""
    if not words:
        return True
    said = [parameter.title, parameter.summary, parameter.why, parameter.name, theme_of(parameter.name).title]
    for place, history in (("", parameter.history), *((o.name, o.history) for o in parameter.overlays)):
        for entry in history:
            document = entry.citation.document
            said += [place, document.title, document.number or "", document.issuer, entry.citation.article]
            said += [entry.modality.label, entry.note, *(part for row in parameter.rows(entry) for part in row)]
    text = folded("\n".join(said))
    return all(word in text for word in words)


def near(book: Rulebook, path: str) -> list[Parameter]:
    """Rules that a mistaken path may have meant: all of the folder that it names, or else those named alike."""
    typed = path.casefold().strip("/")
    inside = [parameter for parameter in book.parameters() if parameter.name.startswith(f"{typed}/")]
    names = [parameter.name for parameter in book.parameters()]
    alike = difflib.get_close_matches(typed, names, n=MOST_ALIKE, cutoff=0.7)
    return inside or [book.parameter(name) for name in alike]

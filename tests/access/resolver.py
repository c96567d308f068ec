"""Every address of the site, read from the resolver itself."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses() -> dict[str, str]:
    """Routes such as `school/<int:school_id>/`, each with the name under which templates link it."""
    return dict(_below(get_resolver(), "", ""))


def _below(resolver: URLResolver, route: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield here, f"{space}{pattern.name}"
        else:
            yield from _below(pattern, here, f"{space}{pattern.namespace}:" if pattern.namespace else space)

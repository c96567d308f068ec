"""Which files of others the site serves: those named in VENDOR_FILES, and nothing else that a package brings along."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import Storage


class ChosenFilesFinder(FileSystemFinder):
    """Finds all of our own static files, and of a prefixed folder (a package's) only the chosen ones."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, storage in super().list(ignore_patterns):
            prefix = getattr(storage, "prefix", None)
            if not prefix or f"{prefix}/{path}" in settings.VENDOR_FILES:
                yield path, storage

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        if prefix and path not in settings.VENDOR_FILES:
            return None
        return super().find_location(root, path, prefix)

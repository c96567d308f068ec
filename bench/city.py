"""The whole city: how long building it takes, and its pages when it is there, at one size or several."""

import json
import subprocess
import sys

from bench import cities
from bench.cities import BuiltCity
from bench.figure import Figure

MOST_SECONDS, MOST_MIB = 600, 3 * 1024
MOST_MILLISECONDS = {"the city's overview": 300, "the largest school's week": 200, "a class's evening": 100}
WHOLE = 926


def measure(database: str) -> list[Figure]:
    """Building at each size, and the pages there; or only the pages of a city that is there already."""
    figures = []
    for schools in [WHOLE] if cities.given(database) else cities.sizes():
        with cities.city(database, schools) as city:
            size = "the city that was given" if city.seconds is None else f"{schools} schools"
            figures += [*_building(database, city, schools), *_pages(database, city, size)]
    return sorted(figures, key=lambda figure: figure.name.split(",")[0])


def _building(database: str, city: BuiltCity, schools: int) -> list[Figure]:
    if city.seconds is None or city.mebibytes is None:
        return []
    name, whole = f"building a city, {schools} schools", schools == WHOLE
    within = city.seconds <= MOST_SECONDS and city.mebibytes <= MOST_MIB
    return [
        Figure(
            name,
            database,
            f"{city.seconds:.0f} s",
            f"largest process {city.mebibytes:.0f} MiB; {city.seconds / schools:.2f} s a school",
            f"≤ {MOST_SECONDS} s, {MOST_MIB} MiB" if whole else "",
            within if whole else None,
        )
    ]


def _pages(database: str, city: BuiltCity, size: str) -> list[Figure]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.city_pages"], env=city.environment, stdout=subprocess.PIPE, check=True
    )
    figures = []
    for name, page in json.loads(done.stdout).items():
        most = MOST_MILLISECONDS.get(name)
        figures.append(
            Figure(
                f"{name}, {size}",
                database,
                f"{page['p95']:.0f} ms",
                f"p95 of {page['visits']}; median {page['median']:.0f} ms, {page['own']:.0f} ms of its processor; "
                f"{page['statements']} statements, "
                f"{page['kibibytes']:.0f} KiB",
                f"≤ {most} ms" if most else "",
                page["p95"] <= most if most else None,
            )
        )
    return figures

"""What a child takes from one draw into the next: a small credit for having found little open.

It comes from what was open at the child's turns, weighted by the wishes of all others, never from what the child got of
its own list: a credit for disappointment could be earned by listing what cannot be had. It is measured against a
reference that was committed before sign-up opened: measured against the mean of the same draw it would depend, through
the children who came after, on the child's own list.
"""

WHOLE = 1_000_000  # everything that others wished for was open
FIRST_REFERENCE = 800_000  # of a school that has had no draw
BAND_FROM = 150_000
POINTS = 11  # the r-th wish of a list weighs 11 - r, and at least 1


def band_of(credit: int) -> int:
    """+1 for a child that found clearly less open than usual, −1 for one that found more, else 0."""
    return (credit >= BAND_FROM) - (credit <= -BAND_FROM)


def carried(before: int, of_this_draw: int) -> int:
    """The credit to keep for the next term, in millionths: at most a whole one either way."""
    return max(-WHOLE, min(WHOLE, before + of_this_draw))

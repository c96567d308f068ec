"""Whatever buttons are pressed, a list is what the same operations make of plain lists, one a block."""

from hypothesis import given
from hypothesis import strategies as st

from shuangjian.afterschool.rules.wishes import Choice, Move, Wishes, blocks_on, handed_in, in_blocks, moved

DAYS = (1, 2, 3, 4, 5)
UNITS = {
    number: Choice(number, days, 1, 9)
    for number, days in enumerate([(1,), (1,), (1,), (2, 4), (2,), (4,), (3,), (3,), (5,)], start=1)
}
BLOCKS = blocks_on(DAYS, UNITS.values())
presses = st.lists(st.tuples(st.sampled_from(list(Move)), st.sampled_from(sorted(UNITS))), max_size=40)


def beside(number):
    block = next(block for block in BLOCKS if UNITS[number].days[0] in block)
    return {unit.number for unit in UNITS.values() if unit.days[0] in block}


def by_hand(lists, move, number):
    """The same on one plain list a block."""
    (mine,) = [each for block, each in lists.items() if UNITS[number].days[0] in block]
    if move is Move.ADD:
        if number not in mine:
            mine.append(number)
    elif number in mine:
        at = mine.index(number)
        mine.pop(at)
        if move is not Move.DROP:
            mine.insert(max(0, at + (1 if move is Move.DOWN else -1)), number)


@given(presses)
def test_any_buttons_do_what_they_say_to_the_list_of_their_block(pressed):
    wishes, lists = (), {block: [] for block in BLOCKS}
    for move, number in pressed:
        wishes = moved(wishes, move, number, beside(number))
        by_hand(lists, move, number)
        assert in_blocks(wishes, BLOCKS, UNITS) == {block: tuple(each) for block, each in lists.items()}


@given(presses)
def test_a_button_never_touches_the_order_of_another_block(pressed):
    wishes = ()
    for move, number in pressed:
        others = [wish for wish in wishes if wish not in beside(number)]
        wishes = moved(wishes, move, number, beside(number))
        assert [wish for wish in wishes if wish not in beside(number)] == others


@given(st.permutations(sorted(UNITS)), st.sets(st.sampled_from(DAYS), min_size=1))
def test_what_is_kept_keeps_every_blocks_order_and_drops_what_meets_on_no_day(order, days):
    kept_days, kept = handed_in(Wishes(tuple(days), tuple(order)), BLOCKS, UNITS)
    assert kept_days == tuple(sorted(days))
    assert set(kept) == {number for number in order if set(UNITS[number].days) & days}
    before = in_blocks([number for number in order if number in kept], BLOCKS, UNITS)
    assert in_blocks(kept, BLOCKS, UNITS) == before
    assert handed_in(Wishes(kept_days, kept), BLOCKS, UNITS) == (kept_days, kept)


@given(st.permutations(sorted(UNITS)))
def test_up_undoes_down(order):
    wishes = tuple(order)
    for number in order:
        down = moved(wishes, Move.DOWN, number, beside(number))
        if down != wishes:
            assert moved(down, Move.UP, number, beside(number)) == wishes

"""An adult who stands by where something is dangerous does no homework."""

import re

from shuangjian.homework.content.reading import Clause
from shuangjian.homework.content.words import parents_acts as acts

_MARKING = re.compile(acts.MARKING)
_SAFETY, _GUARDED, _DANGER = re.compile(acts.SAFETY), re.compile(acts.GUARDED), re.compile(acts.DANGER)


def is_guarding(clause: Clause, own: str) -> bool:
    """Whether `own`, what an adult is to do in the clause, is to watch over the child: 用刀时请家长在旁."""
    operates = re.match("们?来?(?:操作|动手|完成|做)", own)
    dangerous = _DANGER.search(clause.text) or (operates and _DANGER.search(clause.sentence.text))
    if dangerous and not _MARKING.search(own):
        return True
    return bool(
        _GUARDED.search(own)
        and _SAFETY.search(clause.sentence.text)
        and not _MARKING.search(own)
        and not re.search("录|拍|听写|填", own)
    )

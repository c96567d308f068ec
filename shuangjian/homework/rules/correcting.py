"""When declared minutes are corrected, and of which assignment a correction is."""

import hashlib
import json
from dataclasses import replace

from shuangjian.homework.rules.appeals import text_digest
from shuangjian.homework.rules.correction import AS_DECLARED, Basis, Correction
from shuangjian.homework.rules.counting import AssignmentSpec

LEAST_DIFFERENCE = 5  # minutes: reports come in round numbers, so that smaller differences say nothing


def corrected(spec: AssignmentSpec, factor: float) -> AssignmentSpec:
    """The assignment counted by a prediction. Where that makes less than five minutes of difference in all, or nothing
    counts, the declared minutes stand. The factor is used as it is told, to two decimals."""
    declared = replace(spec, correction=AS_DECLARED)
    predicted = replace(spec, correction=Correction(Basis.PREDICTED, round(factor, 2)))
    return predicted if abs(predicted.counted - declared.counted) >= LEAST_DIFFERENCE else declared


def set_to(spec: AssignmentSpec, minutes: int) -> AssignmentSpec:
    """The assignment counted as academic affairs has set it; what counts nothing stays as it is."""
    if not spec.declared:
        return replace(spec, correction=AS_DECLARED)
    return replace(spec, correction=Correction(Basis.SET, minutes / spec.declared, minutes))


def counting_digest(spec: AssignmentSpec) -> str:
    """64 hex signs of what minutes are counted from: the subject, the form, the tiers and how many of them are done.
    Words may change and leave it as it is."""
    tiers = [(tier.name, tier.minutes, tier.required) for tier in spec.tiers]
    counts = [str(spec.subject), spec.form.value, tiers, spec.choose]
    return hashlib.sha256(json.dumps(counts, ensure_ascii=False).encode()).hexdigest()


def ruling_digest(spec: AssignmentSpec) -> str:
    """64 hex signs of what academic affairs rules on: what minutes are counted from, and the words of the work."""
    return hashlib.sha256(f"{counting_digest(spec)} {text_digest(spec)}".encode()).hexdigest()


def shown_digest(spec: AssignmentSpec) -> str:
    """64 hex signs of what its corrected minutes were shown of: with the words where academic affairs has set them."""
    return ruling_digest(spec) if spec.correction.basis is Basis.SET else counting_digest(spec)

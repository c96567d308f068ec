"""How sure the group-by form is of its contrasts: the diagonal of the equations, and one direction beside it.

An item's own reports, its reporters and its teacher leave something open each by itself. And something they cannot tell
apart: that the classes which some teachers share are slow, or that those teachers set much. More reports do not help;
what does is that classes are much alike, and what a teacher sets as well. So it is added as one direction a teacher and
grade: how the classes taught lie beside the whole grade.
"""

import ibis

from shuangjian.timing.estimator.group_tables import (
    CONTRASTS,
    HEARD,
    ITEMS,
    PUPILS,
    REPORTS,
    SEEN,
    TEACHERS,
    Ratios,
    Table,
)

A_GRADES = ["teacher", "block"]  # a teacher in one grade


def with_variance(ratios: Ratios) -> Table:
    """m_j with its variance; 1 to 3 % short of the exact standard error (docs/algorithms/crossed-engine.md)."""
    r = REPORTS.join(_pupils(ratios), "pupil")
    reporters = r.group_by("item").agg(
        reports=r.count(), n=r.weight.sum(), of_pupils=(r.weight * r.weight * r.of_pupil).sum()
    )
    every = CONTRASTS.join(ITEMS, "item").join(TEACHERS, "teacher").left_join(reporters, "item")
    every = every.select("item", "teacher", "block", "m", "precision", "reports", "n", "of_pupils")
    every = every.left_join(_apart(ratios), A_GRADES)
    total = every.n.fill_null(0.0) + ratios.item
    variance = (
        ratios.report / total
        + every.of_pupils.fill_null(0.0) / (total * total)
        + (ratios.item / total) * (ratios.item / total) * ratios.report / every.precision
        + every.apart.fill_null(0.0)
    )
    return every.select("item", "m", variance=variance, reports=every.reports.fill_null(0))


def _pupils(ratios: Ratios) -> Table:
    """Variance of each reporter's pace, where each report tells of it what its item's others leave to it."""
    r = REPORTS.join(HEARD.select("item", of_item="n"), "item")
    left = (r.weight * (1 - r.weight / (r.of_item + ratios.item))).sum()
    return r.group_by("pupil").agg(of_pupil=ratios.report / (left + ratios.pupil))


def _apart(ratios: Ratios) -> Table:
    """Variance that each teacher's work in a grade has along z (classes): their parts in it less their shares of the
    grade. Classes and teachers together are certain of that direction by z'Pz, which leaves (z'z)² / z'Pz."""
    taught, classes = _taught(ratios), _classes(ratios)
    here = taught.select(*A_GRADES).distinct().join(classes, "block")
    here = here.left_join(taught.select(*A_GRADES, "klass", "q"), [*A_GRADES, "klass"])
    beside = here.select(*A_GRADES, "klass", "of_class", z=here.q.fill_null(0.0) - here.share)
    alike = beside.group_by(A_GRADES).agg(
        length=(beside.z * beside.z).sum(), precision=(beside.z * beside.z / beside.of_class).sum()
    )
    each = beside.join(taught.select("block", "klass", "q", "of_teacher", other="teacher"), ["block", "klass"])
    dots = each.group_by([*A_GRADES, "other"]).agg(dot=(each.z * each.q).sum(), of_teacher=each.of_teacher.max())
    told = dots.group_by(A_GRADES).agg(told=(dots.dot * dots.dot / dots.of_teacher).sum())
    both = alike.join(told, A_GRADES)
    precision = both.precision + both.told
    return both.select(*A_GRADES, apart=ibis.ifelse(precision > 0, both.length * both.length / precision, 0.0))


def _taught(ratios: Ratios) -> Table:
    """Of each teacher in a grade: the parts q that classes have in what reports say, and how unsure that leaves one of
    the pace of those who reported, were nothing else known of it."""
    r = REPORTS.select("pupil", "item", "weight").join(HEARD.select("item", "teacher", "n"), "item")
    r = r.join(ITEMS.select("item", "block"), "item").join(PUPILS.select("pupil", "klass"), "pupil")
    by_class = r.group_by([*A_GRADES, "klass"]).agg(w=(r.weight * ratios.item / (r.n + ratios.item)).sum())
    whole = by_class.group_by(A_GRADES).agg(whole=by_class.w.sum())
    both = by_class.join(whole, A_GRADES)
    unsure = ratios.report / both.whole + ratios.report / ratios.teacher
    return both.select(*A_GRADES, "klass", q=both.w / both.whole, of_teacher=unsure)


def _classes(ratios: Ratios) -> Table:
    """Each class's share of its grade's pupils, and how far the mean pace of those heard may lie from others'."""
    pupils = PUPILS.left_join(SEEN.select("pupil", heard="n"), "pupil")
    sizes = pupils.group_by(["block", "klass"]).agg(size=pupils.count(), heard=pupils.heard.count())
    grades = PUPILS.group_by("block").agg(all=PUPILS.count())
    both = sizes.join(grades, "block")
    of_pupils = ratios.report / ratios.pupil / ibis.greatest(both.heard, 1)
    return both.select("block", "klass", share=both.size / both.all, of_class=ratios.report / ratios.klass + of_pupils)

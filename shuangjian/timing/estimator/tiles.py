"""Dense symmetric matrices of a block, by dot products of rows: Cholesky of the leading columns, and the inverse.

Four rows against four are summed in one sweep, which keeps the processor's vector units busy without a BLAS: nothing
here starts a thread of its own, and a result is the same however many blocks are worked on at once.
"""

import numpy as np
from numpy.typing import NDArray

from shuangjian.timing.estimator.compiled import compiled

Matrix = NDArray[np.float64]


@compiled
def square(block: int, matrix_from: NDArray[np.int64], matrices: Matrix) -> Matrix:
    """The block's own matrix (n, n): from matrix_from[block] on in `matrices`, where all stand one after another."""
    part = matrices[matrix_from[block] : matrix_from[block + 1]]
    size = int(np.sqrt(len(part)) + 0.5)
    return part.reshape((size, size))


@compiled
def dots(a: Matrix, i: int, b: Matrix, j: int, first: int, until: int, out: Matrix) -> None:
    """out (4, 4): products of rows i..i+3 of `a` with rows j..j+3 of `b`, over columns first..until-1."""
    a0, a1, a2, a3 = a[i], a[i + 1], a[i + 2], a[i + 3]
    b0, b1, b2, b3 = b[j], b[j + 1], b[j + 2], b[j + 3]
    s00 = s01 = s02 = s03 = s10 = s11 = s12 = s13 = 0.0
    s20 = s21 = s22 = s23 = s30 = s31 = s32 = s33 = 0.0
    for k in range(first, until):
        x0, x1, x2, x3 = a0[k], a1[k], a2[k], a3[k]
        y0, y1, y2, y3 = b0[k], b1[k], b2[k], b3[k]
        s00 += x0 * y0
        s01 += x0 * y1
        s02 += x0 * y2
        s03 += x0 * y3
        s10 += x1 * y0
        s11 += x1 * y1
        s12 += x1 * y2
        s13 += x1 * y3
        s20 += x2 * y0
        s21 += x2 * y1
        s22 += x2 * y2
        s23 += x2 * y3
        s30 += x3 * y0
        s31 += x3 * y1
        s32 += x3 * y2
        s33 += x3 * y3
    out[0, 0], out[0, 1], out[0, 2], out[0, 3] = s00, s01, s02, s03
    out[1, 0], out[1, 1], out[1, 2], out[1, 3] = s10, s11, s12, s13
    out[2, 0], out[2, 1], out[2, 2], out[2, 3] = s20, s21, s22, s23
    out[3, 0], out[3, 1], out[3, 2], out[3, 3] = s30, s31, s32, s33


@compiled
def eliminate(m: Matrix, leading: int) -> float:
    """Cholesky of the first `leading` columns of m (n, n), lower triangle in place; n and `leading` multiples of 4.

    Rows below get m_FR L'^-1, and the rest of the lower triangle becomes the Schur complement. Returns 2 log|L|, or nan
    where the leading part is not positive definite.
    """
    n = m.shape[0]
    out = np.empty((4, 4))
    over = np.empty(4)  # one over each pivot
    logdet = 0.0
    for j in range(0, leading, 4):
        dots(m, j, m, j, 0, j, out)
        for x in range(4):
            for y in range(x + 1):
                left = m[j + x, j + y] - out[x, y]
                for z in range(y):
                    left -= m[j + x, j + z] * m[j + y, j + z]
                if x > y:
                    m[j + x, j + y] = left * over[y]
            if not left > 0.0:
                return np.nan
            m[j + x, j + x] = np.sqrt(left)
            over[x] = 1.0 / m[j + x, j + x]
            logdet += np.log(left)
        l10, l20, l30 = m[j + 1, j], m[j + 2, j], m[j + 3, j]
        l21, l31, l32 = m[j + 2, j + 1], m[j + 3, j + 1], m[j + 3, j + 2]
        for i in range(j + 4, n, 4):
            dots(m, i, m, j, 0, j, out)
            for x in range(4):
                row = m[i + x]
                row[j] = (row[j] - out[x, 0]) * over[0]
                row[j + 1] = (row[j + 1] - out[x, 1] - row[j] * l10) * over[1]
                row[j + 2] = (row[j + 2] - out[x, 2] - row[j] * l20 - row[j + 1] * l21) * over[2]
                row[j + 3] = (row[j + 3] - out[x, 3] - row[j] * l30 - row[j + 1] * l31 - row[j + 2] * l32) * over[3]
    for j in range(leading, n, 4):
        for i in range(j, n, 4):
            dots(m, i, m, j, 0, leading, out)
            for x in range(4):
                for y in range(4):
                    m[i + x, j + y] -= out[x, y]
    return logdet


@compiled
def invert(m: Matrix, leading: int, inverse: Matrix) -> None:
    """The first rows and columns of `inverse` become (LL')^-1, from the L that `eliminate` left in m."""
    w = np.zeros((leading, leading))  # row i is column i of L^-1
    out = np.empty((4, 4))
    for i in range(0, leading, 4):
        for k in range(i, leading, 4):
            dots(m, k, w, i, i, k, out)
            for x in range(4):
                row = k + x
                for y in range(4):
                    total = 1.0 if row == i + y else 0.0
                    total -= out[x, y]
                    for z in range(k, row):
                        total -= m[row, z] * w[i + y, z]
                    w[i + y, row] = total / m[row, row]
    for i in range(0, leading, 4):
        for j in range(0, i + 4, 4):
            dots(w, i, w, j, i, leading, out)
            for x in range(4):
                for y in range(4):
                    inverse[i + x, j + y] = out[x, y]
                    inverse[j + y, i + x] = out[x, y]

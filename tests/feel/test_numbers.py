"""Numbers are decimals of 34 digits."""

import pytest

from tests.feel.cases import answer

_TABLE = [
    pytest.param("0.1 + 0.2", "0.3", id="sum of tenths"),
    pytest.param("2 + 3 * 4 ** 2", "50", id="precedence"),
    pytest.param("3 ** 4 ** 5", "3486784401", id="power groups to the left"),
    pytest.param("-3 ** 2", "9", id="a sign belongs to the number"),
    pytest.param("1 / 3", "0.3333333333333333333333333333333333", id="division keeps 34 digits"),
    pytest.param(
        "2 / 3", "0.6666666666666666666666666666666667", id="half even in the last digit"
    ),
    pytest.param("1 / 0", "null", id="division by zero"),
    pytest.param("10 ** 6145", "null", id="too large"),
    pytest.param("5 ** -2", "0.04", id="negative power"),
    pytest.param("2 ** 0.5", "1.414213562373095048801688724209698", id="root as a power"),
    pytest.param("sqrt(-1)", "null", id="root of a negative number"),
    pytest.param("0 ** 0", "1", id="nothing to the power of nothing"),
    pytest.param("1.50 * 2", "3", id="trailing zeros"),
    pytest.param(
        "string(10 ** 39)",
        '"1000000000000000000000000000000000000000"',
        id="text of a large number",
    ),
    pytest.param("string(10 ** 41)", '"1E+41"', id="text of a larger one"),
    pytest.param(
        "[decimal(2.5, 0), decimal(3.5, 0), decimal(1.115, 2)]",
        "[2, 4, 1.12]",
        id="decimal rounds half to even",
    ),
    pytest.param("decimal(1234, -2)", "1200", id="decimal left of the point"),
    pytest.param("[floor(1.5), floor(-1.5), floor(1.56, 1)]", "[1, -2, 1.5]", id="floor"),
    pytest.param("[ceiling(1.5), ceiling(-1.5), ceiling(1.56, 1)]", "[2, -1, 1.6]", id="ceiling"),
    pytest.param(
        "[round up(5.5, 0), round up(-5.5, 0), round up(1.121, 2)]", "[6, -6, 1.13]", id="round up"
    ),
    pytest.param("[round down(5.5, 0), round down(-1.126, 2)]", "[5, -1.12]", id="round down"),
    pytest.param(
        "[round half up(5.5, 0), round half up(-5.5, 0), round half up(1.121, 2)]",
        "[6, -6, 1.12]",
        id="round half up",
    ),
    pytest.param(
        "[round half down(5.5, 0), round half down(-1.126, 2)]", "[5, -1.13]", id="round half down"
    ),
    pytest.param("round up(5.5, 6177)", "null", id="scale out of range"),
    pytest.param(
        "[modulo(12, 5), modulo(-12, 5), modulo(12, -5), modulo(-12, -5)]",
        "[2, 3, -3, -2]",
        id="modulo has the sign of the divisor",
    ),
    pytest.param(
        "[modulo(10.1, 4.5), modulo(-10.1, 4.5)]", "[1.1, 3.4]", id="modulo of fractions"
    ),
    pytest.param("modulo(1, 0)", "null", id="modulo by zero"),
    pytest.param('[abs(-1.5), abs(@"-P1D"), abs(@"-P1M")]', '[1.5, "P1D", "P1M"]', id="absolute"),
    pytest.param("decimal(log(exp(2)), 20)", "2", id="logarithm and back"),
    pytest.param("log(0)", "null", id="logarithm of zero"),
    pytest.param(
        "[odd(3), even(3), odd(-2), even(0)]", "[true, false, false, true]", id="odd and even"
    ),
    pytest.param("1.5e3 + .5", "1500.5", id="exponents in literals"),
    pytest.param(
        "[exp(100000), log(-1), (-8) ** 0.5, 0 ** -1]",
        "[null, null, null, null]",
        id="results that do not exist",
    ),
    pytest.param("[decimal(0.4, 0), decimal(-0.4, 0)]", "[0, 0]", id="rounding to zero"),
    pytest.param('[-(-1), -(0), -@"P1M"]', '[1, 0, "-P1M"]', id="negated values"),
    pytest.param(
        "modulo(10 ** 6100, 7 * 10 ** -6100)", "null", id="modulo of very different numbers"
    ),
]


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_numbers_are_exact(text, expected):
    assert answer(text) == expected

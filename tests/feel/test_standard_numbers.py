"""Numbers and their functions as in DMN 1.5, 10.3.2.3.1 and 10.3.4.5."""

import pytest

from tests.feel.cases import answer_or_refused, table

_TABLE = table(
    r"""
decimal(1/3, 2) → 0.33
decimal(1.5, 0) → 2
decimal(2.5, 0) → 2
decimal(n: 1.555, scale: 2) → 1.56
decimal(125, -1) → 120
decimal(1, null) → null
decimal(null, 1) → null
decimal(1) → null
decimal(1, 6177) → null
decimal(1, -6112) → null
floor(1.5) → 1
floor(-1.5) → -2
floor(n: -1.56, scale: 1) → -1.6
floor(n: 1.5) → 1
floor(null) → null
floor("a") → null
ceiling(1.5) → 2
ceiling(-1.56, 1) → -1.5
ceiling(n: 1.51, scale: 1) → 1.6
round up(5.5, 0) → 6
round up(-5.5, 0) → -6
round up(n: 1.121, scale: 2) → 1.13
round up(-1.126, 2) → -1.13
round up(5.5) → null
round up(null, 0) → null
round up(5.5, null) → null
round up(1.1, "0") → null
round up(0, 0) → 0
round up(5.5, 6177) → null
round down(n: 1.126, scale: 2) → 1.12
round half up(n: 5.5, scale: 0) → 6
round half up(-5.5, 0) → -6
round half up(1.126, 2) → 1.13
round half up(-1.126, 2) → -1.13
round half up(1.125, 2) → 1.13
round half up(1.124, 2) → 1.12
round half up(15, -1) → 20
round half up(1.5, 0.9) → 2
round half down(5.5, 0) → 5
round half down(-5.5, 0) → -5
abs(n: -10) → 10
abs(@"-PT5H") → "PT5H"
abs(@"-P5M") → "P5M"
modulo(dividend: 12, divisor: 5) → 2
modulo(-12, 5) → 3
modulo(12, -5) → -3
modulo(-12, -5) → -2
modulo(10.1, 4.5) → 1.1
modulo(-10.1, 4.5) → 3.4
modulo(10.1, -4.5) → -3.4
modulo(-10.1, -4.5) → -1.1
modulo(10, 0) → null
sqrt(number: 16) → 4
sqrt(-3) → null
log(number: 1) → 0
decimal(log(10), 8) → 2.30258509
log(0) → null
exp(number: 0) → 1
decimal(exp(5), 8) → 148.4131591
odd(number: 5) → true
even(number: 2) → true
odd(2.5) → false
even(0) → true
even(-2) → true
odd(null) → null
1_000 → refused
0x10 → refused
1.2.3 → refused
.5 + .5 → 1
5. → refused
+1 → refused
1e → refused
9999999999999999999999999999999999 + 1 → 10000000000000000000000000000000000
12345678901234567890123456789012345 → 12345678901234567890123456789012340
0.1 + 0.2 = 0.3 → true
1/3*3 → 0.9999999999999999999999999999999999
10 / 4 → 2.5
7 ** 0.5 * 7 ** 0.5 > 6.99 → true
2 ** 0.5 → 1.414213562373095048801688724209698
2 ** 10 → 1024
(-2) ** 3 → -8
(-8) ** 0.5 → null
2 ** null → null
"2" ** 2 → null
9999999999999999999999999999999999e6110 * 10 → 9.999999999999999999999999999999999E+6144
9999999999999999999999999999999999e6111 * 10 → null
-1/0 → null
1e-6176 / 10 = 0 → true
decimal(0.5, 0) → 0
decimal(-0.5, 0) → 0
decimal(-1.5, 0) → -2
decimal(3.5, 0) → 4
decimal(1.005, 2) → 1
decimal(1.015, 2) → 1.02
decimal(12345, -2) → 12300
decimal(12355, -1) → 12360
floor(-0.1) → -1
ceiling(-0.9) → 0
round up(-0.1, 0) → -1
round down(-0.9, 0) → 0
round half up(-2.5, 0) → -3
round half up(0.5, 0) → 1
round half up(-0.5, 0) → -1
round half down(0.5, 0) → 0
round half down(-1.51, 0) → -2
round half down(1.55, 1) → 1.5
modulo(5, 3) → 2
modulo(5, -3) → -1
modulo(0, 3) → 0
modulo(5.5, 2) → 1.5
modulo(null, 1) → null
abs(0) → 0
abs(null) → null
abs("1") → null
abs(@"P1D") → "P1D"
sqrt(2) → 1.414213562373095048801688724209698
sqrt(0) → 0
exp(1) → 2.718281828459045235360287471352662
decimal(log(2.718281828459045235360287471352662), 30) → 1
log(-1) → null
exp(null) → null
odd(-1) → true
even(1.5) → false
even("a") → null
"""
)


@pytest.mark.parametrize(("text", "expected"), _TABLE)
def test_the_standard_calculates(text, expected):
    assert answer_or_refused(text) == expected

"""Functions of numbers (DMN 1.5, 10.3.4.5)."""

import decimal
from decimal import Decimal

from engine.feel.builtins.declarations import Declaration
from engine.feel.numbers import CONTEXT
from engine.feel.problems import Problem
from engine.feel.temporal import DaysTimeDuration, YearsMonthsDuration
from engine.feel.values import Value

# what decimal128 can hold
_SMALLEST_SCALE, _LARGEST_SCALE = -6111, 6176
_WIDE = decimal.Context(prec=6200, Emin=-9999, Emax=9999, traps=[])


# numbers with thousands of zeros take their time
STEPS = 20


def rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal:
    """Round to a number of decimal places."""
    places = int(scale)
    if not _SMALLEST_SCALE <= places <= _LARGEST_SCALE:
        raise Problem("scale_out_of_range", scale=scale)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return number
    result = number.quantize(Decimal(1).scaleb(-places, _WIDE), rounding, _WIDE)
    return CONTEXT.plus(result) if result else Decimal(0)


def _decimal(number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_HALF_EVEN)


def _floor(number: Decimal, scale: Decimal | None = None) -> Decimal:
    return rounded(number, Decimal(0) if scale is None else scale, decimal.ROUND_FLOOR)


def _ceiling(number: Decimal, scale: Decimal | None = None) -> Decimal:
    return rounded(number, Decimal(0) if scale is None else scale, decimal.ROUND_CEILING)


def _round_up(number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_UP)


def _round_down(number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_DOWN)


def _round_half_up(number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_HALF_UP)


def _round_half_down(number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_HALF_DOWN)


def _absolute(value: Decimal | DaysTimeDuration | YearsMonthsDuration) -> Value:
    if isinstance(value, Decimal):
        return value.copy_abs()
    if isinstance(value, DaysTimeDuration):
        return DaysTimeDuration(abs(value.nanoseconds))
    return YearsMonthsDuration(abs(value.months))


def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Give the rest of a division; it has the sign of the divisor."""
    if not divisor:
        raise Problem("division_by_zero")
    try:
        rest = _WIDE.remainder(dividend, divisor)
    except ArithmeticError as failure:
        raise Problem("no_result", operator="modulo") from failure
    if rest.is_nan():
        raise Problem("no_result", operator="modulo")
    return CONTEXT.plus(rest + divisor if rest and (rest < 0) != (divisor < 0) else rest)


def _square_root(number: Decimal) -> Decimal:
    if number < 0:
        raise Problem("negative_number", given=number)
    return CONTEXT.sqrt(number)


def _logarithm(number: Decimal) -> Decimal:
    if number <= 0:
        raise Problem("negative_number", given=number)
    return CONTEXT.ln(number)


def _exponential(number: Decimal) -> Decimal:
    try:
        return CONTEXT.exp(number)
    except ArithmeticError as failure:
        raise Problem("no_result", operator="exp") from failure


def _is_even(number: Decimal) -> bool:
    return _rest_of_two(number) == 0


def _is_odd(number: Decimal) -> bool:
    return abs(_rest_of_two(number)) == 1


def _rest_of_two(number: Decimal) -> Decimal:
    return _WIDE.remainder(number, Decimal(2))


FUNCTIONS: tuple[Declaration, ...] = (
    ("decimal(n: number, scale: number)", _decimal),
    ("floor(n: number, scale?: number)", _floor),
    ("ceiling(n: number, scale?: number)", _ceiling),
    ("round up(n: number, scale: number)", _round_up),
    ("round down(n: number, scale: number)", _round_down),
    ("round half up(n: number, scale: number)", _round_half_up),
    ("round half down(n: number, scale: number)", _round_half_down),
    ("abs(n: number | duration)", _absolute),
    ("modulo(dividend: number, divisor: number)", modulo),
    ("sqrt(number: number)", _square_root),
    ("log(number: number)", _logarithm),
    ("exp(number: number)", _exponential),
    ("even(number: number)", _is_even),
    ("odd(number: number)", _is_odd),
)

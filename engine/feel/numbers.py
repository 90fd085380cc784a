"""Numbers of FEEL: decimals of 34 digits as in IEEE 754-2008 decimal128."""

import decimal
from decimal import Decimal

# Invalid operations, division by zero and overflow raise; the caller turns that into null.
CONTEXT = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)

_PLAIN_EXPONENT = 40
_SMALLEST_PLAIN_EXPONENT = -20


def text(number: Decimal) -> str:
    """Write a number with all its digits, without trailing zeros and, in reason, no exponent.

    What is no finite number is no number of FEEL and written as null.
    """
    if not number.is_finite():
        return "null"
    if not number:
        return "0"
    sign, digits, exponent = number.as_tuple()
    figures = "".join(map(str, digits)).rstrip("0")
    place = int(exponent) + len(digits)
    if not _SMALLEST_PLAIN_EXPONENT < place <= _PLAIN_EXPONENT:
        written = f"{figures[0]}{'.' if figures[1:] else ''}{figures[1:]}E{place - 1:+d}"
    elif place <= 0:
        written = f"0.{'0' * -place}{figures}"
    elif place >= len(figures):
        written = figures + "0" * (place - len(figures))
    else:
        written = f"{figures[:place]}.{figures[place:]}"
    return f"-{written}" if sign else written


def read(written: str) -> Decimal | None:
    """Read a number as it is written in FEEL, rounded to 34 digits; None if it is too large."""
    try:
        return CONTEXT.create_decimal(written)
    except decimal.DecimalException:
        return None

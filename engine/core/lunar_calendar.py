"""Chinese lunar dates and Qingming as Gregorian dates, for 2004 to 2100."""

from __future__ import annotations

from datetime import date, timedelta

FIRST_YEAR = 2004
LAST_YEAR = 2100

# A year each: bits 0-4 days from 20 January to the first lunar day, bits 5-8 the leap month
# (0: none), bits 9-21 a 1 for every lunar month of 30 days in order, bit 22 whether Qingming is
# 5 April (else the 4th). Computed from new moons and solar terms (Meeus, Astronomical Algorithms,
# chapters 25 and 49) in Chinese civil time, as GB/T 33661-2017 defines the calendar; the test of
# this module computes it anew.
_YEARS = (
    0x2AB442,
    0x4AD414,
    0x76AAE9,
    0x57481D,
    0x169212,
    0x3526A6,
    0x552A19,
    0x4A5A0E,
    0x155A83,
    0x156A15,
    0x6B552B,
    0x4BA41E,
    0x1B4A13,
    0x3A94C8,
    0x5A941B,
    0x592A10,
    0x2A5C85,
    0x0AAC17,
    0x556A0C,
    0x6B6442,
    0x0DA415,
    0x1D4AC9,
    0x4E4A1C,
    0x4C9611,
    0x192EA6,
    0x195618,
    0x4AB40E,
    0x55AC63,
    0x16D216,
    0x2EA56B,
    0x56A41E,
    0x564A13,
    0x3496C8,
    0x14961A,
    0x49560F,
    0x4AB6A4,
    0x0B5A17,
    0x16D40C,
    0x36A442,
    0x5B2415,
    0x3A4AEA,
    0x1A4A1C,
    0x14AA11,
    0x695AA6,
    0x096C19,
    0x0B6A0D,
    0x1B5463,
    0x5D9216,
    0x3D250C,
    0x1D241E,
    0x1A4C13,
    0x54ACC8,
    0x14AE1A,
    0x09AC0F,
    0x0DAA84,
    0x4EAA17,
    0x0E920D,
    0x1D2661,
    0x0D2614,
    0x6A56E9,
    0x0A561C,
    0x14B610,
    0x2AB4A6,
    0x4AD419,
    0x16CA0E,
    0x2E9483,
    0x169416,
    0x752B0B,
    0x152A1E,
    0x0A5A12,
    0x155AC7,
    0x156A1A,
    0x0B5410,
    0x174A84,
    0x1B4A17,
    0x1A940D,
    0x392A62,
    0x192C14,
    0x329CE9,
    0x0AAC1C,
    0x156A11,
    0x2B64A6,
    0x0DA419,
    0x1D4A0E,
    0x1C9484,
    0x0D1615,
    0x192F0A,
    0x09561D,
    0x0AB612,
    0x15ACC7,
    0x16D41A,
    0x0EA410,
    0x2E4A85,
    0x164A17,
    0x15160C,
    0x293641,
    0x495614,
)


def gregorian(year: int, month: int, day: int) -> date:
    """Turn a day of a lunar month that is no leap month into its date; day 0 is the eve.

    Raises ValueError for a year outside 2004 to 2100.
    """
    row = _row(year)
    leap = row >> 5 & 0xF
    months_before = month - 1 + (1 if leap and month > leap else 0)
    long_months = (row >> 9 & (1 << months_before) - 1).bit_count()
    first = date(year, 1, 20) + timedelta(days=row & 0x1F)
    return first + timedelta(days=29 * months_before + long_months + day - 1)


def qingming(year: int) -> date:
    """Give the day of the solar term Qingming (the sun at 15 degrees) of a year."""
    return date(year, 4, 4 + (_row(year) >> 22))


def _row(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"lunar dates are known for {FIRST_YEAR} to {LAST_YEAR}, not {year}")
    return _YEARS[year - FIRST_YEAR]

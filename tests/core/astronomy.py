"""New moons and solar terms from Meeus, Astronomical Algorithms, 2nd edition (test oracle)."""

from __future__ import annotations

from datetime import date
from math import cos, floor, radians, sin

# periodic terms of the new moon (chapter 49): days, then multiples of M, M', F and power of E
_MOON = [
    (-0.40720, 0, 1, 0), (0.17241, 1, 0, 0), (0.01608, 0, 2, 0), (0.01039, 0, 0, 2),
    (0.00739, -1, 1, 0), (-0.00514, 1, 1, 0), (0.00208, 2, 0, 0), (-0.00111, 0, 1, -2),
    (-0.00057, 0, 1, 2), (0.00056, 1, 2, 0), (-0.00042, 0, 3, 0), (0.00042, 1, 0, 2),
    (0.00038, 1, 0, -2), (-0.00024, -1, 2, 0), (-0.00007, 2, 1, 0), (0.00004, 0, 2, -2),
    (0.00004, 3, 0, 0), (0.00003, 1, 1, -2), (0.00003, 0, 2, 2), (-0.00003, 1, 1, 2),
    (0.00003, -1, 1, 2), (-0.00002, -1, 1, -2), (-0.00002, 1, 3, 0), (0.00002, 0, 4, 0),
]  # fmt: skip
_PLANETS = [
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
]  # fmt: skip
DELTA_T = 75 / 86400
CHINA = 8 / 24


def new_moon(k: int) -> float:
    """Give the k-th new moon since 2000-01-06 as a Julian day in Chinese civil time."""
    t = k / 1236.85
    sun = radians(2.5534 + 29.10535670 * k - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2 + 0.00001238 * t**3)
    latitude = radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2 - 0.00000227 * t**3)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t**2)
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t**2
    mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t**2 - 0.00000015 * t**3
    periodic = sum(
        size
        * eccentricity ** abs(m if abs(m) < 3 else 0)
        * sin(m * sun + mm * moon + f * latitude)
        for size, m, mm, f in _MOON
    )
    planets = sum(size * sin(radians(at + rate * k)) for size, at, rate in _PLANETS)
    planets += 0.000325 * (
        sin(radians(299.77 + 0.107408 * k - 0.009173 * t**2)) - sin(radians(299.77 + 0.107408 * k))
    )
    return mean + periodic - 0.00017 * sin(node) + planets - DELTA_T + CHINA


def solar_longitude(day: float) -> float:
    """Give the sun's apparent longitude in degrees at a Julian day in Chinese civil time."""
    t = (day - CHINA + DELTA_T - 2451545.0) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t**2) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    node = radians(125.04 - 1934.136 * t)
    # larger planetary perturbations (Meeus, 1st edition chapter 18)
    planets = (
        0.00134 * cos(radians(153.23 + 22518.7541 * t))
        + 0.00154 * cos(radians(216.57 + 45037.5082 * t))
        + 0.00200 * cos(radians(312.69 + 32964.3577 * t))
        + 0.00179 * sin(radians(350.74 + 445267.1142 * t - 0.00144 * t**2))
        + 0.00178 * sin(radians(231.19 + 20.20 * t))
    )
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    return (mean + centre + planets - 0.00569 - 0.00478 * sin(node)) % 360


def solar_term(year: int, longitude: float) -> float:
    """Give the instant of a solar longitude in a year as a Julian day in Chinese civil time."""
    day = (
        date(year, 3, 20).toordinal()
        + 1721424.5
        + (longitude if longitude < 285 else longitude - 360) * 365.2422 / 360
    )
    for _ in range(6):
        off = (longitude - solar_longitude(day) + 180) % 360 - 180
        day += off * 365.2422 / 360
    return day


def civil_day(instant: float) -> int:
    """Give the proleptic ordinal of the civil day that holds a Julian day."""
    return floor(instant - 1721424.5)


def minutes_from_midnight(instant: float) -> float:
    """Give how far a Julian day lies from the nearest midnight, in minutes."""
    part = (instant - 0.5) % 1
    return min(part, 1 - part) * 1440

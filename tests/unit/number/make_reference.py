# SPDX-License-Identifier: Apache-2.0
"""Writes the reference values that the unit tests of number/ compare with: python3 make_reference.py, in this folder.

They come from Python's integers, fractions and its decimal module at 700 digits, which share nothing with the library.
"""

import random
from decimal import Context, Decimal, ROUND_HALF_EVEN
from fractions import Fraction
from math import floor, isqrt

WIDE = Context(prec=700, Emax=999999999, Emin=-999999999)
NARROW = Context(prec=34, rounding=ROUND_HALF_EVEN, Emax=999999999, Emin=-999999999)
MODES = ["half-up", "half-down", "half-even", "up", "down", "ceiling", "floor"]


def wide(x):
    return WIDE.divide(Decimal(x.numerator), Decimal(x.denominator))


def text(x):
    return f"{x.numerator}/{x.denominator}"


def narrow(x):
    """34 digits as a fraction; the digits behind them must not look like a tie that 700 digits cannot decide."""
    assert not str(x)[36:600].strip("0") == "", x
    return text(Fraction(NARROW.plus(x)))


def whole(x, mode):
    """The whole number for x, by the definition of each mode in terms of floor alone."""
    down, up = floor(x), -floor(-x)
    towards, away = (down, up) if x >= 0 else (up, down)
    distance = abs(x) - abs(towards)
    near = towards if distance < Fraction(1, 2) else away
    tie = distance == Fraction(1, 2)
    return {
        "half-up": away if tie else near,
        "half-down": towards if tie else near,
        "half-even": (down if down % 2 == 0 else up) if tie else near,
        "up": away,
        "down": towards,
        "ceiling": up,
        "floor": down,
    }[mode]


def function_rows(rng):
    F = Fraction
    some = [F(rng.randrange(1, 10**8), 10 ** rng.randrange(0, 9)) for _ in range(40)]
    some += [F(rng.randrange(1, 10**12), rng.randrange(1, 10**12)) for _ in range(20)]
    edges = [F(1, 3), F(7), F(10**30 + 1), F(1, 10**30 + 1), F(1) + F(1, 10**40), F(1) - F(1, 10**40), F(10) + F(1, 10**60), F(99, 100)]
    for x in some + edges:
        if isqrt(x.numerator) ** 2 != x.numerator or isqrt(x.denominator) ** 2 != x.denominator:
            yield "sqrt", x, F(0), narrow(WIDE.sqrt(wide(x)))
        yield "ln", x, F(0), narrow(WIDE.ln(wide(x)))
        if x not in (F(1), F(10)):
            yield "log10", x, F(0), narrow(WIDE.divide(WIDE.ln(wide(x)), WIDE.ln(Decimal(10))))
    # The last one lies 1.25e-70 from the middle of two numbers of 34 digits.
    small = [F(1, 3), F(-1, 3), F(1, 10**20), F(-1, 10**33), F(1234567, 1000), F(-1234567, 1000), F(7000), F(-7000), F(1, 2 * 10**33), F(-1, 2 * 10**34)]
    for x in small + [F(rng.randrange(-10**6, 10**6), rng.randrange(1, 10**4)) for _ in range(40)]:
        if x != 0 and abs(x) < 10000:
            yield "exp", x, F(0), narrow(WIDE.exp(wide(x)))
    for _ in range(60):
        base = F(rng.randrange(1, 10**5), rng.randrange(1, 10**5)) + F(1, 10**6 + 3)  # no power of any fraction
        power = F(rng.randrange(-300, 300), rng.choice([3, 7, 12, 100, 365]))
        if power.denominator != 1:
            yield "pow", base, power, narrow(WIDE.exp(WIDE.multiply(wide(power), WIDE.ln(wide(base)))))


def rounding_rows(rng):
    cases = [(Fraction(n, 8), p) for n in range(-20, 21) for p in (0, 1)]
    cases += [(Fraction(n, 2000), 2) for n in (-15, -5, 5, 15, 25, 2005, 2015, 3010, -2005)]
    cases += [(Fraction(n), p) for n in (0, 49, 50, 51, 149, 150, 151, 250, -50, -150, -250, 10**20 + 5) for p in (-1, -2, -3)]
    cases += [(Fraction(rng.randrange(-10**9, 10**9), rng.randrange(1, 10**5)), rng.randrange(-6, 12)) for _ in range(60)]
    for x, places in cases:
        unit = Fraction(10) ** -places
        yield x, places, [text(whole(x / unit, mode) * unit) for mode in MODES]


def double_rows(rng):
    """Fractions and the doubles nearest to them; the division of Python's integers rounds correctly."""
    cases = [Fraction(rng.randrange(-10**12, 10**12), rng.randrange(1, 10**12)) for _ in range(40)]
    cases += [Fraction(rng.randrange(1, 10**40), rng.randrange(1, 10**30)) for _ in range(40)]
    for bits in (52, 53, 54, 60):  # halves between two doubles, and just beside them
        cases += [Fraction(2**bits + d) for d in range(1, 16)] + [Fraction(2**bits * 3 + 3 * d + 1, 3) for d in range(1, 8)]
    for e in (-1022, -1023, -1030, -1073, -1074, -1075, -1076):
        cases += [Fraction(k, 7) * Fraction(2) ** e for k in (6, 7, 8, 10, 11)] + [Fraction(2) ** e, Fraction(2) ** e * Fraction(3, 2)]
    cases += [Fraction(2**1024 - 2**970 - 1), Fraction(2**1024 - 2**971)]
    for x in cases:
        yield x, (x.numerator / x.denominator).hex()


def main():
    rng = random.Random(20240229)
    with open("functions.csv", "w", encoding="utf-8") as out:
        out.write("function,argument,exponent,result\n")
        for name, a, b, result in function_rows(rng):
            out.write(f"{name},{text(a)},{text(b)},{result}\n")
    with open("rounding.csv", "w", encoding="utf-8") as out:
        out.write("value,places," + ",".join(MODES) + "\n")
        for value, places, results in rounding_rows(rng):
            out.write(f"{text(value)},{places}," + ",".join(results) + "\n")
    with open("doubles.csv", "w", encoding="utf-8") as out:
        out.write("value,double\n")
        for value, double in double_rows(rng):
            out.write(f"{text(value)},{double}\n")


if __name__ == "__main__":
    main()

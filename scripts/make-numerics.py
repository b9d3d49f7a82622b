#!/usr/bin/env python3
"""Make Tests/Fixtures/numerics/*.json: what independent programs say of the numbers that
Sources/Statistics works out.

    scripts/make-numerics.py            write the files
    scripts/make-numerics.py --check    write nothing; fail where the files are not these

Two sources. The random cases are SciPy's (made with SciPy 1.17.1). The nasty ones, where doubles run
out of digits, are mpmath's (made with mpmath 1.4.1) at 60 digits from the definitions; SciPy's are held
against mpmath's here, and a random case on which they differ by more than 1e-12 is mpmath's too.
Decimals are rounded by Python's decimal (ROUND_HALF_UP, which is "ties away from zero") from the
shortest text of a double. Another version of a library may differ in the last digit.

Every number is drawn from a fixed seed; nothing here is about a real organisation.
"""

import decimal
import json
import math
import pathlib
import random
import sys

import mpmath
import scipy
from mpmath import mp, mpf
from scipy import stats

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "numerics"
SIGNIFICANCE = [0.05, 0.01, 0.1]
mp.dps = 60


# ----- From the definitions, with mpmath -----

def normal_p(z):
    return mp.erfc(abs(mpf(z)) / mp.sqrt(2))


def t_shares(t, df):
    """The probabilities of a larger and of a smaller size than |t|."""
    t, df = abs(mpf(t)), mpf(df)
    if t == 0:
        return mpf(1), mpf(0)
    # The density integrated: I_x(df/2, 1/2) = x^a (1-x)^b / (a B(a, b)) 2F1(a+b, 1; a+1; x).
    a, b = df / 2, mpf(1) / 2
    y = t * t / (df + t * t)
    x = df / (df + t * t)
    log_front = mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b) + a * mp.log(x) + b * mp.log(y)
    if y < mpf(3) / 2 / (a + 2.5):
        inside = mp.exp(log_front) / b * mp.hyp2f1(a + b, 1, b + 1, y)
        return 1 - inside, inside
    outside = mp.exp(log_front) / a * fraction(x, a, b)
    return outside, 1 - outside


def fraction(x, a, b):
    """DLMF 8.17.22, from its end backwards, with twice as many terms until nothing changes."""
    def value(terms):
        f = mpf(1)
        for m in range(terms, 0, -1):
            even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            odd = -(a + m - 1) * (a + b + m - 1) * x / ((a + 2 * m - 2) * (a + 2 * m - 1))
            f = 1 + odd / (1 + even / f)
        return 1 / f
    terms = 64
    last = value(terms)
    while True:
        terms *= 2
        this = value(terms)
        if abs(this / last - 1) < mpf(10) ** -30:
            return this
        last = this


def solve(p, evaluate, start):
    """The size that is exceeded with probability p, by the secant method on logarithms."""
    p = mpf(p)
    tail = p <= 0.5
    target = mp.log(p if tail else 1 - p)

    def gap(log_size):
        outside, inside = evaluate(mp.exp(log_size))
        return mp.log(outside if tail else inside) - target
    return mp.exp(mp.findroot(gap, (mp.log(start), mp.log(start) + mpf("0.01")), tol=1e-50, maxsteps=200))


def close(a, b, tolerance=1e-12):
    return a == b or abs(mpf(a) - mpf(b)) <= tolerance * abs(mpf(b))


def best(scipys, exact):
    """SciPy's value where it is right, mpmath's where it is not; and whose it is."""
    scipys, exact = float(scipys), float(exact)
    return (scipys, "scipy") if close(scipys, exact) else (exact, "mpmath")


# ----- The cases -----

def distributions():
    draw = random.Random(20131010)
    normal, student = [], []
    for _ in range(100):
        z = draw.choice([draw.uniform(0, 6), 10 ** draw.uniform(-9, 1.5)])
        value, by = best(2 * stats.norm.sf(z), normal_p(z))
        normal.append({"kind": "p", "of": z, "is": value, "by": by})
    for z in [0.0, 1e-300, 1e-17, 1.959963984540054, 8.3, 20, 37, 37.5]:
        normal.append({"kind": "p", "of": z, "is": float(normal_p(z)), "by": "mpmath"})
    for p in [0.05, 0.01, 0.1, 0.5, 0.25, 1e-5, 1e-16, 1e-100, 1e-300, 0.51, 0.9, 0.999, 0.999999,
              1 - 2**-30, 1 - 2**-53]:
        exact = solve(p, lambda z: (mp.erfc(z / mp.sqrt(2)), mp.erf(z / mp.sqrt(2))),
                      max(float(stats.norm.isf(p / 2)), 1e-16))
        normal.append({"kind": "critical", "of": p, "is": float(exact), "by": "mpmath"})

    for _ in range(300):
        df = draw.choice([draw.uniform(0.5, 5), draw.uniform(5, 400), 10 ** draw.uniform(2, 9)])
        t = draw.choice([draw.uniform(0, 4), draw.uniform(4, 30), 10 ** draw.uniform(-6, 0)])
        outside, _ = t_shares(t, df)
        if outside < mpf(10) ** -300:
            continue
        value, by = best(2 * stats.t.sf(t, df), outside)
        student.append({"kind": "p", "of": t, "df": df, "is": value, "by": by})
    nasty = [(0.0, 1), (1e-300, 3), (1e-12, 0.5), (1.0, 0.5), (1e6, 0.5), (1e150, 0.5), (1e300, 0.9), (5, 0.01),
             (1e5, 1), (1e100, 2), (38, 39.9), (38, 40.1), (1.7, 39.999), (1.7, 40.001), (6.2, 40), (200, 40.5),
             (37, 1e4), (37, 1e6), (37, 1e8), (37, 1e9), (37.4, 1e12), (1.73, 1e9), (1.74, 1e9), (1e-9, 1e9),
             (20, 1e5), (50, 1000), (1000, 100), (1000, 59), (1.96, 1e16), (30, 1e29)]
    for t, df in nasty:
        student.append({"kind": "p", "of": t, "df": df, "is": float(t_shares(t, df)[0]), "by": "mpmath"})
    quantiles = [(p, df) for p in [0.05, 0.01, 0.1, 0.5, 0.6, 0.999, 1e-6, 1e-12]
                 for df in [0.5, 1, 1.7, 12, 39.5, 71, 1e3, 1e5, 1e9]]
    quantiles += [(1e-300, 1.5), (1e-300, 40), (1e-300, 1e6), (1e-100, 1), (1e-100, 0.5), (1 - 2**-40, 5), (0.05, 0.2), (0.05, 1e15)]
    for p, df in quantiles:
        start = max(float(stats.t.isf(p / 2, df)), 1e-16)
        exact = solve(p, lambda t: t_shares(t, df), start if math.isfinite(start) else 1e100)
        value, by = best(start, exact)
        student.append({"kind": "critical", "of": p, "df": df, "is": value, "by": by})
    return normal, student


def group(draw):
    n = draw.choice([draw.randint(2, 40), draw.randint(60, 5000), draw.randint(10**5, 10**8)])
    p = draw.choice([draw.uniform(0.02, 0.98), draw.uniform(1e-6, 1e-3), 1 - draw.uniform(1e-6, 1e-3)])
    return {"people": n, "value": p, "se": math.sqrt(p * (1 - p) / n)}


def exact_test(a, b, method, level):
    """Welch's test with 60 digits."""
    va, vb = mpf(a["se"]) ** 2, mpf(b["se"]) ** 2
    # The difference of the doubles, as double arithmetic gives it: no program can know more.
    difference, se = mpf(a["value"] - b["value"]), mp.sqrt(va + vb)
    df = (va + vb) ** 2 / (va**2 / (mpf(a["people"]) - 1) + vb**2 / (mpf(b["people"]) - 1))
    t = difference / se
    if method == "normal":
        p = normal_p(t)
        critical = solve(level, lambda z: (mp.erfc(z / mp.sqrt(2)), mp.erf(z / mp.sqrt(2))), 2)
    else:
        p = t_shares(t, df)[0]
        critical = solve(level, lambda x: t_shares(x, df), max(2, float(stats.t.isf(level / 2, float(df)))))
    return difference, se, df, p, difference - critical * se, difference + critical * se


def welch():
    draw = random.Random(20131114)
    cases = []
    for index in range(240):
        a, b = group(draw), group(draw)
        if index % 4 == 0:  # the same rate but for a little: p near 1
            b["value"] = a["value"] * (1 + draw.uniform(-1e-6, 1e-6))
            b["se"] = math.sqrt(b["value"] * (1 - b["value"]) / b["people"])
        level = SIGNIFICANCE[index % 3]
        test = stats.ttest_ind_from_stats(
            a["value"], a["se"] * math.sqrt(a["people"]), a["people"],
            b["value"], b["se"] * math.sqrt(b["people"]), b["people"], equal_var=False)
        exact = exact_test(a, b, "welch-t", level)
        # SciPy gives p; the rest of its numbers are taken from its distributions.
        variance = a["se"] ** 2 + b["se"] ** 2
        df = variance**2 / (a["se"] ** 4 / (a["people"] - 1) + b["se"] ** 4 / (b["people"] - 1))
        half = stats.t.isf(level / 2, df) * math.sqrt(variance)
        found = [a["value"] - b["value"], math.sqrt(variance), df, float(test.pvalue),
                 a["value"] - b["value"] - half, a["value"] - b["value"] + half]
        by = "scipy" if all(close(f, e, 1e-11) for f, e in zip(found, exact)) else "mpmath"
        cases.append(case(a, b, "welch-t", level, exact if by == "mpmath" else found, by))
    one_in = lambda n, k=1: {"people": n, "value": k / n, "se": math.sqrt(k / n * (1 - k / n) / n)}
    none = lambda n: {"people": n, "value": 0.0, "se": 0.0}
    everyone = lambda n: {"people": n, "value": 1.0, "se": 0.0}
    nasty = [
        (none(100), one_in(1000, 250)), (everyone(100), one_in(1000, 250)), (one_in(60, 59), everyone(10**6)),
        (one_in(2), one_in(2)), (one_in(2), one_in(10**8, 5 * 10**7)), (one_in(3), one_in(3, 2)),
        (one_in(10**9, 3), one_in(10**9, 4)), (one_in(10**12), one_in(10**12, 2)),
        (one_in(1000, 999), one_in(1000, 1)), (one_in(10**6, 600000), one_in(10**6, 400000)),
        (one_in(5000, 3000), one_in(5000, 2000)), (one_in(80, 40), one_in(80, 40)),
        ({"people": 80, "value": 0.5, "se": 1e-120}, {"people": 90, "value": 0.5, "se": 1e-119}),
        ({"people": 80, "value": 2.5, "se": 1e100}, {"people": 90, "value": 1.5, "se": 1e101}),
        ({"people": 1.25, "value": 0.5, "se": 0.2}, {"people": 1.5, "value": 0.4, "se": 0.3}),
        ({"people": 1.5, "value": 0.5, "se": 0.2}, {"people": 10**6, "value": 0.4, "se": 1e-9}),
        ({"people": 72, "value": 0.42, "se": 0.0581664}, {"people": 1.5e5, "value": 0.4, "se": 0.00126}),
        ({"people": 60, "value": 365.0, "se": 12.5}, {"people": 33333.3, "value": 12.0, "se": 0.004}),
    ]
    for a, b in nasty:
        for method in ["welch-t", "normal"]:
            exact = exact_test(a, b, method, 0.05)
            # A p-value that no double can hold is 0; a bound that far out is left to it.
            cases.append(case(a, b, method, 0.05, exact, "mpmath"))
    return cases


def case(a, b, method, level, numbers, by):
    names = ["difference", "se", "df", "p", "low", "high"]
    return {"treatment": a, "control": b, "method": method, "level": level, "by": by,
            **{name: float(number) for name, number in zip(names, numbers)}}


def proportions():
    """Standard errors of rates, effective sizes, standardised differences."""
    draw = random.Random(20131212)
    errors, differences = [], []
    for _ in range(120):
        n = draw.choice([draw.randint(1, 50), draw.randint(60, 10**5), draw.randint(10**6, 10**9)])
        k = draw.randint(0, n)
        errors.append({"people": n, "with": k, "rate": k / n,
                       "se": float(stats.binom.std(n, k / n) / n) if 0 < k < n else 0.0})
    for k, n in [(0, 1), (1, 1), (0, 10**9), (10**9, 10**9), (1, 10**9), (1, 2)]:
        errors.append({"people": n, "with": k, "rate": k / n,
                       "se": float(mp.sqrt(mpf(k) / n * (1 - mpf(k) / n) / n))})
    for index in range(120):
        p, q = draw.uniform(0.001, 0.999), draw.uniform(0.001, 0.999)
        if index % 3 == 0:
            q = p + draw.uniform(-1e-5, 1e-5)
        deviation = float(mp.sqrt((mpf(p) * (1 - mpf(p)) + mpf(q) * (1 - mpf(q))) / 2))
        differences.append({"treatment": p, "control": q, "deviation": deviation,
                            "difference": float((mpf(p) - mpf(q)) / mpf(deviation))})
    return errors, differences


def rounding():
    draw = random.Random(20140109)
    decimal.getcontext().prec = 800
    values = [0.285, 0.575, 1.005, 0.5, 1.5, 2.5, 0.05, 0.045, 0.995, 0.9995, 9.995, 99.5, 0.0049999999999999,
              5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e15, 1e16, 123456789012345680.0, 1e21, 1e22,
              0.1 + 0.2, 1 / 3, 2 / 3, 0.0, 1e-7, 1e-5, 4.35, 4.345, 8.5e-5, 0.005, 0.015, 0.025, 1.115, 0.994999999999999]
    for _ in range(150):
        whole = draw.randint(0, 10**draw.randint(1, 9))
        values.append(float(f"{whole}.{draw.randint(0, 10**draw.randint(1, 4))}5"))
        values.append(draw.choice([draw.random(), 10 ** draw.uniform(-8, 12)]))
    cases = []
    for value in values:
        for sign in [1, -1]:
            shift, decimals = draw.choice([(0, 0), (0, 2), (2, 0), (2, 1), (0, 1), (0, 3), (2, 2)])
            number = decimal.Decimal(repr(sign * value)).scaleb(shift)
            rounded = number.quantize(decimal.Decimal(1).scaleb(-decimals), decimal.ROUND_HALF_UP)
            text = f"{abs(rounded) if rounded == 0 else rounded:f}"
            grouped = f"{abs(rounded) if rounded == 0 else rounded:,f}"
            cases.append({"value": sign * value, "shift": shift, "decimals": decimals, "text": text, "grouped": grouped})
    return cases


def main():
    normal, student = distributions()
    errors, differences = proportions()
    made_with = {"scipy": scipy.__version__, "mpmath": mpmath.__version__, "python": sys.version.split()[0],
                 "script": "scripts/make-numerics.py"}
    files = {
        "distributions.json": {"madeWith": made_with, "normal": normal, "studentT": student},
        "differences.json": {"madeWith": made_with, "tests": welch()},
        "proportions.json": {"madeWith": made_with, "standardErrors": errors, "standardisedDifferences": differences},
        "rounding.json": {"madeWith": made_with, "roundings": rounding()},
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    wrong = []
    for name, content in files.items():
        text = one_case_a_line(content)
        path = FOLDER / name
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text() != text:
                wrong.append(name)
        else:
            path.write_text(text)
    for name in wrong:
        print(f"{name} is not what this script makes", file=sys.stderr)
    sys.exit(1 if wrong else 0)


def one_case_a_line(content):
    parts = []
    for key, value in content.items():
        if isinstance(value, list):
            lines = ",\n".join("    " + json.dumps(case) for case in value)
            parts.append(f'  "{key}": [\n{lines}\n  ]')
        else:
            parts.append(f'  "{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()

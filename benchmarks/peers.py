#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""W1 and W3 in NumPy, pandas, numexpr, Polars and DuckDB, on the data of workloads.hpp. Prints a JSON array of rows like those of bench.json.

    peers.py REPS EVENTS

Each is written the way its users would who care for speed. The pay of every one must add up to that of NumPy before it is timed.
"""
import json
import statistics
import sys
import time

import duckdb
import numexpr
import numpy as np
import pandas as pd
import polars as pl

BANDS = [60, 70, 85, 100]
MULTIPLIERS = [0.5, 0.8, 1.0, 1.15, 1.3]
# actual, target, weight, knots
CURVES = {
    "selling": ("sales", "quota", 0.4, [(0, 0), (0.5, 30), (0.8, 70), (1, 100), (1.5, 150)]),
    "earning": ("profit", "profit_target", 0.2, [(0, 0), (0.6, 40), (1, 100), (1.5, 130)]),
    "winning": ("new_customers", "new_customer_target", 0.1, [(0, 0), (1.2, 120), (1.5, 120)]),
    "visiting": ("visits", "visit_target", 0.1, [(0, 0), (0.7, 50), (1, 100), (1.5, 110)]),
    "visiting_well": ("effective_visits", "0.6 * visits", 0.1, [(0, 0), (0.5, 20), (0.9, 80), (1, 100), (1.5, 120)]),
}
COLLECTING = (0.1, [(0, 0), (0.8, 40), (1, 100), (1.5, 100)])
COMMISSION = [(0, 0.5), (0.5, 1.0), (0.8, 2.25), (1, 2.0)]  # from, rate
REPEATS = 5


def urand(series, rows):
    with np.errstate(over="ignore"):
        x = np.uint64(series * 0xD1B54A32D192ED03 & 0xFFFFFFFFFFFFFFFF) + np.arange(1, rows + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return (x >> np.uint64(11)).astype(np.float64) * 2.0**-53


def rounded(x, units):
    return np.trunc(x * units + np.copysign(0.5, x)) / units  # half away from zero, as std::round


def between(low, high, series, rows):
    return low + (high - low) * urand(series, rows)


def whole(low, high, series, rows):
    return np.floor(between(low, high + 1, series, rows))


def make_reps(n):
    quota = np.where(urand(1, n) < 0.005, 0, rounded(between(50_000, 500_000, 2, n), 100))
    profit_target = rounded(between(5_000, 50_000, 4, n), 100)
    visits = np.where(urand(9, n) < 0.01, 0, whole(10, 90, 10, n))
    return {
        "sales": rounded(np.where(quota > 0, quota, 100_000) * between(0.2, 1.6, 3, n), 100), "quota": quota,
        "profit": rounded(profit_target * between(-0.08, 1.52, 5, n), 100), "profit_target": profit_target,
        "new_customers": whole(0, 15, 7, n), "new_customer_target": whole(2, 12, 6, n), "visits": visits,
        "effective_visits": np.floor(visits * urand(11, n)), "visit_target": whole(20, 80, 8, n),
        "collection_rate": rounded(between(0.6, 1, 12, n), 10_000), "penalty": np.where(urand(13, n) < 0.8, 0, whole(1, 20, 14, n)),
        "target_incentive": rounded(between(2_000, 20_000, 15, n), 100),
    }


def make_events(n, reps):
    kind = urand(102, n)
    amount = rounded(between(100, 30_000, 103, n), 100)
    return {
        "rep": (urand(101, n) * reps).astype(np.int32), "amount": amount, "margin": rounded(amount * between(-0.05, 0.3, 104, n), 100),
        "type": np.select([kind < 0.6, kind < 0.8, kind < 0.92], [0, 1, 2], 3).astype(np.int8),
        "answered": np.where(urand(105, n) < 0.5, 0x3FFF, (urand(106, n) * 0x4000)).astype(np.uint16),
    }


def hinges(knots):
    """A curve through the origin as its first slope and, for each turn, where and by how much."""
    slopes = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in zip(knots, knots[1:])]
    return slopes[0], [(knots[i][0], slopes[i] - slopes[i - 1]) for i in range(1, len(slopes))]


def numpy_block(c):
    def ratio(a, b):
        return np.divide(a, b, out=np.zeros_like(a), where=b > 0)

    def curve(x, knots):
        first, turns = hinges(knots)
        y = first * x
        for at, by in turns:
            y += by * np.maximum(x - at, 0)
        return y

    score, selling = 0, None
    for actual, target, weight, knots in CURVES.values():
        x = ratio(c[actual], 0.6 * c["visits"] if target.startswith("0.6") else c[target])
        selling = x if selling is None else selling
        score = score + weight * curve(np.clip(x, 0, 1.5), knots)
    score += COLLECTING[0] * curve(np.clip(c["collection_rate"] / 0.95, 0, 1.5), COLLECTING[1])
    score = np.clip(np.where(c["collection_rate"] < 0.8, 0.5 * score, score) - c["penalty"], 0, 120)
    score = np.rint(score * 1e6) / 1e6
    grade = np.searchsorted(BANDS, score, side="right").astype(np.int8)
    factor = COMMISSION[0][1] * selling
    for (_, rate), (at, next_rate) in zip(COMMISSION, COMMISSION[1:]):
        factor += (next_rate - rate) * np.maximum(selling - at, 0)
    return score, grade, c["target_incentive"] * np.minimum(factor, 2.5) * np.array(MULTIPLIERS)[grade]


def with_numpy(c):
    """Blocks of 4,096 rows stay in the cache."""
    n = len(c["sales"])
    score, grade, pay = np.empty(n), np.empty(n, np.int8), np.empty(n)
    for i in range(0, n, 4096):
        score[i:i + 4096], grade[i:i + 4096], pay[i:i + 4096] = numpy_block({k: v[i:i + 4096] for k, v in c.items()})
    return pay.sum()


def with_pandas(frame):
    score, grade, pay = numpy_block({k: frame[k].to_numpy() for k in frame})
    return frame.assign(score=score, grade=grade, pay=pay)["pay"].sum()


def formulas(choose, least, most, ratio):
    """W1 as texts: the score without its limits, and the commission of a ratio `u`, of the functions that a language has for these."""
    def curve(x, knots, weight):
        first, turns = hinges(knots)
        x = f"{least}({most}({x}, 0), 1.5)" if least != "where" else f"where({x} < 0, 0, where({x} > 1.5, 1.5, {x}))"
        terms = [f"{weight * first!r} * {x}"]
        for at, by in turns:
            beyond = f"{most}({x} - {at}, 0)" if most != "where" else f"where({x} > {at}, {x} - {at}, 0)"
            terms.append(f"{weight * by!r} * {beyond}")
        return " + ".join(terms)

    score = " + ".join(curve(f"x_{name}", knots, weight) for name, (_, _, weight, knots) in CURVES.items())
    score += " + " + curve("x_collecting", COLLECTING[1], COLLECTING[0])
    ratios = {f"x_{name}": ratio(actual, f"({target})") for name, (actual, target, _, _) in CURVES.items()}
    ratios["x_collecting"] = "collection_rate / 0.95"
    factor = f"{COMMISSION[0][1]} * u"
    for (_, rate), (at, next_rate) in zip(COMMISSION, COMMISSION[1:]):
        factor += f" + ({next_rate - rate!r}) * " + (f"{most}(u - {at}, 0)" if most != "where" else f"where(u > {at}, u - {at}, 0)")
    bands = f"{MULTIPLIERS[0]}"
    for at, value in zip(BANDS, MULTIPLIERS[1:]):
        bands = choose(f"score >= {at}", repr(value), bands)
    return ratios, score, factor, bands


def with_numexpr(c):
    ratios, score, factor, bands = formulas(lambda a, b, d: f"where({a}, {b}, {d})", "where", "where", lambda a, b: f"where({b} > 0, {a} / {b}, 0)")
    known = dict(c)
    for name, text in ratios.items():
        known[name] = numexpr.evaluate(text, known)
    known["s"] = numexpr.evaluate(score, known)
    known["s"] = numexpr.evaluate("where(collection_rate < 0.8, 0.5 * s, s) - penalty", known)
    known["score"] = numexpr.evaluate("floor(where(s < 0, 0, where(s > 120, 120, s)) * 1e6 + 0.5) / 1e6", known)
    known["u"] = known["x_selling"]
    known["factor"] = numexpr.evaluate(factor, known)
    return numexpr.evaluate(f"target_incentive * where(factor > 2.5, 2.5, factor) * ({bands})", known).sum()


def sql_of(source):
    ratios, score, factor, bands = formulas(lambda a, b, d: f"CASE WHEN {a} THEN {b} ELSE {d} END", "least", "greatest",
                                            lambda a, b: f"CASE WHEN {b} > 0 THEN {a} / {b} ELSE 0 END")
    columns = ", ".join(f"{text} AS {name}" for name, text in ratios.items())
    return f"""
      WITH r AS MATERIALIZED (SELECT *, {columns} FROM {source}),
           s AS MATERIALIZED (SELECT target_incentive, x_selling AS u,
                round(greatest(least((CASE WHEN collection_rate < 0.8 THEN 0.5 ELSE 1 END) * ({score}) - penalty, 120), 0), 6) AS score FROM r)
      SELECT score, target_incentive * least({factor}, 2.5) * ({bands}) AS pay FROM s"""


EVENTS_SQL = """(SELECT reps.* REPLACE (coalesce(e.sales, 0) AS sales, coalesce(e.profit, 0) AS profit, coalesce(e.new_customers, 0) AS new_customers,
      coalesce(e.visits, 0) AS visits, coalesce(e.effective_visits, 0) AS effective_visits)
    FROM reps LEFT JOIN (SELECT rep, sum(amount) FILTER (type = 1) AS sales, sum(margin) FILTER (type = 1) AS profit,
      count(*) FILTER (type = 3)::DOUBLE AS new_customers, count(*) FILTER (type = 0)::DOUBLE AS visits,
      count(*) FILTER (type = 0 AND answered = 16383)::DOUBLE AS effective_visits FROM events GROUP BY rep) e ON reps.id = e.rep)"""


def with_polars(frame):
    def curve(x, knots, weight):
        first, turns = hinges(knots)
        x = x.clip(0, 1.5)
        return weight * (first * x + sum((by * (x - at).clip(lower_bound=0) for at, by in turns), pl.lit(0.0)))

    col = pl.col
    ratios = []
    for name, (actual, target, _, _) in CURVES.items():
        of = 0.6 * col("visits") if target.startswith("0.6") else col(target)
        ratios.append(pl.when(of > 0).then(col(actual) / of).otherwise(0.0).alias(f"x_{name}"))
    s = sum((curve(col(f"x_{name}"), knots, weight) for name, (_, _, weight, knots) in CURVES.items()), pl.lit(0.0))
    s = s + curve(col("collection_rate") / 0.95, COLLECTING[1], COLLECTING[0])
    s = (pl.when(col("collection_rate") < 0.8).then(0.5 * s).otherwise(s) - col("penalty")).clip(0, 120).round(6)
    u = col("x_selling")
    factor = COMMISSION[0][1] * u
    for (_, rate), (at, next_rate) in zip(COMMISSION, COMMISSION[1:]):
        factor = factor + (next_rate - rate) * (u - at).clip(lower_bound=0)
    band = pl.lit(MULTIPLIERS[0])
    for at, value in zip(BANDS, MULTIPLIERS[1:]):
        band = pl.when(col("score") >= at).then(pl.lit(value)).otherwise(band)
    pay = col("target_incentive") * factor.clip(upper_bound=2.5) * band
    return frame.lazy().with_columns(ratios).with_columns(s.alias("score")).select("score", pay.alias("pay")).collect()["pay"].sum()


def add_up_numpy(c, e):
    n = len(c["sales"])
    won, visit = e["type"] == 1, e["type"] == 0
    rep = e["rep"]
    sums = {"sales": np.bincount(rep[won], e["amount"][won], n), "profit": np.bincount(rep[won], e["margin"][won], n),
            "new_customers": np.bincount(rep[e["type"] == 3], minlength=n).astype(float), "visits": np.bincount(rep[visit], minlength=n).astype(float),
            "effective_visits": np.bincount(rep[visit & (e["answered"] == 0x3FFF)], minlength=n).astype(float)}
    return with_numpy({**c, **sums})


def add_up_pandas(frame, events):
    won, visit = events["type"] == 1, events["type"] == 0
    sums = pd.DataFrame({
        "sales": events.loc[won].groupby("rep")["amount"].sum(), "profit": events.loc[won].groupby("rep")["margin"].sum(),
        "new_customers": events.loc[events["type"] == 3].groupby("rep").size(), "visits": events.loc[visit].groupby("rep").size(),
        "effective_visits": events.loc[visit & (events["answered"] == 0x3FFF)].groupby("rep").size()})
    return with_pandas(frame.assign(**sums.reindex(frame.index).fillna(0.0).astype(float)))


def add_up_polars(frame, events):
    col = pl.col
    won, visit = col("type") == 1, col("type") == 0
    sums = events.lazy().group_by("rep").agg(
        col("amount").filter(won).sum().alias("sales"), col("margin").filter(won).sum().alias("profit"),
        (col("type") == 3).sum().cast(pl.Float64).alias("new_customers"), visit.sum().cast(pl.Float64).alias("visits"),
        (visit & (col("answered") == 0x3FFF)).sum().cast(pl.Float64).alias("effective_visits")).collect()
    joined = frame.drop("sales", "profit", "new_customers", "visits", "effective_visits").join(sums, left_on="id", right_on="rep", how="left")
    return with_polars(joined.fill_null(0.0))


def median_of(work, expected, name):
    total = work()
    if not abs(total - expected) <= 1e-9 * abs(expected):
        sys.exit(f"{name}: pay adds up to {total}, and to {expected} by NumPy")
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    reps, events = int(sys.argv[1]), int(sys.argv[2])
    rows = []

    def measure(workload, n, expected, variants):
        for variant, threads, work in variants:
            rows.append({"workload": workload, "variant": variant, "threads": threads, "n": n, "pay": expected,
                         "ns_per_item": median_of(work, expected, variant) * 1e9 / n})

    def numexpr_with(threads, c):
        numexpr.set_num_threads(threads)
        return with_numexpr(c)

    def duckdb_with(threads, source):
        database.execute(f"SET threads = {threads}")
        database.execute(f"CREATE OR REPLACE TABLE done AS {sql_of(source)}")
        return database.execute("SELECT sum(pay) FROM done").fetchone()[0]

    database = duckdb.connect()
    c = make_reps(reps)
    frame, table = pd.DataFrame(c), pl.DataFrame(c)
    in_database = pd.DataFrame(c).assign(id=np.arange(reps, dtype=np.int32))
    database.execute("CREATE TABLE reps AS SELECT * FROM in_database")
    # Polars takes its number of threads from the environment when it is loaded.
    measure("W1", reps, with_numpy(c), [
        ("numpy", 1, lambda: with_numpy(c)), ("pandas", 1, lambda: with_pandas(frame)), ("numexpr", 1, lambda: numexpr_with(1, c)),
        ("numexpr", 2, lambda: numexpr_with(2, c)), ("polars", pl.thread_pool_size(), lambda: with_polars(table)),
        ("duckdb", 1, lambda: duckdb_with(1, "reps")), ("duckdb", 2, lambda: duckdb_with(2, "reps"))])

    c = make_reps(events // 100)
    e = make_events(events, events // 100)
    database.execute("DROP TABLE reps")
    in_database = pd.DataFrame(c).assign(id=np.arange(events // 100, dtype=np.int32))
    frame, table, event_frame, event_table = pd.DataFrame(c), pl.DataFrame(in_database), pd.DataFrame(e), pl.DataFrame(e)
    database.execute("CREATE TABLE reps AS SELECT * FROM in_database")
    database.execute("CREATE TABLE events AS SELECT * FROM event_frame")
    measure("W3", events, add_up_numpy(c, e), [
        ("numpy", 1, lambda: add_up_numpy(c, e)), ("pandas", 1, lambda: add_up_pandas(frame, event_frame)),
        ("polars", pl.thread_pool_size(), lambda: add_up_polars(table, event_table)),
        ("duckdb", 1, lambda: duckdb_with(1, EVENTS_SQL)), ("duckdb", 2, lambda: duckdb_with(2, EVENTS_SQL))])
    json.dump(rows, sys.stdout)


if __name__ == "__main__":
    main()

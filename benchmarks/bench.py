#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the workloads and prints one table: time per item, and as a multiple of the loop written by hand, with as many threads in the same run.

    bench.py PROGRAM [--quick] [--json FILE]

PROGRAM is the built workload_benchmark. All variants take turns in random order; each figure is the median of the repetitions.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

QUICK = "/(ceiling|attain-fast)/(10000|100000|1000000)/"


def measure(program, quick):
    command = [program, "--benchmark_format=json", "--benchmark_enable_random_interleaving=true",
               f"--benchmark_repetitions={3 if quick else 5}", f"--benchmark_min_time={0.05 if quick else 0.2}"]
    if quick:
        command.append(f"--benchmark_filter={QUICK}")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{program} failed")
    return json.loads(done.stdout)["benchmarks"]


def rows_of(benchmarks):
    """One row for each workload, variant and size: medians of time and rates."""
    runs = {}
    for run in benchmarks:
        if run["run_type"] == "iteration":
            workload, variant, items, threads = run["run_name"].split("/")[:4]
            runs.setdefault((workload, int(items), int(threads), variant), []).append(run)
    rows = []
    for (workload, items, threads, variant), repeated in sorted(runs.items()):
        rows.append({"workload": workload, "variant": variant, "threads": threads, "n": items,
                     "ns_per_item": 1e9 / statistics.median(r["items_per_second"] for r in repeated),
                     "bytes_per_second": statistics.median(r["bytes_per_second"] for r in repeated)})
    ceilings = {(r["workload"], r["n"], r["threads"]): r["ns_per_item"] for r in rows if r["variant"] == "ceiling"}
    for row in rows:
        row["ratio_to_ceiling"] = row["ns_per_item"] / ceilings[row["workload"], row["n"], row["threads"]]
    return sorted(rows, key=lambda r: (r["workload"], r["n"], r["threads"], r["ns_per_item"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--quick", action="store_true", help="the engine in doubles and the hand-written loops only, up to a million items")
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path, help="writes the rows there, too")
    arguments = parser.parse_args()
    rows = rows_of(measure(arguments.program, arguments.quick))
    if not rows:
        sys.exit("nothing was measured")
    print(f"{'':4} {'items':>10} {'threads':>7}  {'variant':14} {'ns an item':>11} {'x ceiling':>10} {'items/s':>12} {'GB/s':>7}")
    for r in rows:
        print(f"{r['workload']:4} {r['n']:>10,} {r['threads']:>7}  {r['variant']:14} {r['ns_per_item']:>11.2f} {r['ratio_to_ceiling']:>10.2f} "
              f"{1e9 / r['ns_per_item']:>12,.0f} {r['bytes_per_second'] / 1e9:>7.2f}")
    if arguments.json:
        part = arguments.json.with_name(arguments.json.name + ".part")
        part.write_text(json.dumps(rows, indent=1) + "\n")
        part.replace(arguments.json)


if __name__ == "__main__":
    main()

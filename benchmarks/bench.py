#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the workloads and prints one table: time per item, and as a multiple of the loop written by hand, with as many threads in the same run.

    bench.py PROGRAM [--quick] [--json FILE] [--peers FOLDER]

PROGRAM is the built workload_benchmark. All variants take turns in random order; each figure is the median of the repetitions. With --peers the same
in NumPy, pandas, numexpr, Polars and DuckDB follows, which are installed in FOLDER from PyPI where it can be reached.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PEER_REPS, PEER_EVENTS = 1_000_000, 10_000_000
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
                     "bytes_per_second": statistics.median(r["bytes_per_second"] for r in repeated), "pay": repeated[0].get("pay")})
    return rows


def measure_peers(folder, rows):
    """The rows of the peers, whose pay must add up to that of the engine; none where they cannot be had."""
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "15",
                        "--requirement", str(HERE / "peers-requirements.txt")], check=True)
    except (OSError, subprocess.CalledProcessError) as why:
        print(f"peers are left out, as they cannot be installed: {why}", file=sys.stderr)
        return []
    done = subprocess.run([str(python), str(HERE / "peers.py"), str(PEER_REPS), str(PEER_EVENTS)], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("peers.py failed")
    peers = json.loads(done.stdout)
    for peer in peers:
        for row in rows:
            same = row["workload"] == peer["workload"] and row["n"] == peer["n"] and row["pay"]
            if same and abs(row["pay"] - peer["pay"]) > 1e-7 * row["pay"]:
                sys.exit(f"{peer['workload']}: pay adds up to {row['pay']} by {row['variant']}, and to {peer['pay']} by {peer['variant']}")
    return peers


def compared(rows):
    """With the ratio to the hand-written loop of as many threads, where there is one."""
    ceilings = {(r["workload"], r["n"], r["threads"]): r["ns_per_item"] for r in rows if r["variant"] == "ceiling"}
    for row in rows:
        ceiling = ceilings.get((row["workload"], row["n"], row["threads"]))
        row["ratio_to_ceiling"] = row["ns_per_item"] / ceiling if ceiling else None
        del row["pay"]
    return sorted(rows, key=lambda r: (r["workload"], r["n"], r["threads"], r["ns_per_item"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--quick", action="store_true", help="the engine in doubles and the hand-written loops only, up to a million items")
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path, help="writes the rows there, too")
    parser.add_argument("--peers", metavar="FOLDER", type=pathlib.Path, help="measures the peers, too; they are installed there")
    arguments = parser.parse_args()
    rows = rows_of(measure(arguments.program, arguments.quick))
    rows = compared(rows + (measure_peers(arguments.peers, rows) if arguments.peers else []))
    if not rows:
        sys.exit("nothing was measured")
    print(f"{'':4} {'items':>10} {'threads':>7}  {'variant':14} {'ns an item':>11} {'x ceiling':>10} {'items/s':>12} {'GB/s':>7}")
    for r in rows:
        ratio = f"{r['ratio_to_ceiling']:.2f}" if r["ratio_to_ceiling"] else "-"
        rate = f"{r['bytes_per_second'] / 1e9:.2f}" if "bytes_per_second" in r else "-"
        print(f"{r['workload']:4} {r['n']:>10,} {r['threads']:>7}  {r['variant']:14} {r['ns_per_item']:>11.2f} {ratio:>10} "
              f"{1e9 / r['ns_per_item']:>12,.0f} {rate:>7}")
    if arguments.json:
        part = arguments.json.with_name(arguments.json.name + ".part")
        part.write_text(json.dumps(rows, indent=1) + "\n")
        part.replace(arguments.json)


if __name__ == "__main__":
    main()

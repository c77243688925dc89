#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How cost grows on this machine: the plots of README.md beside this, and the steepest steps.

    cmake --preset benchmark && cmake --build --preset benchmark
    python3 tests/benchmark/growth.py                 measures for six minutes, then draws (gnuplot)
    python3 tests/benchmark/growth.py --results FILE...  draws what `eigencoder_growth
        --benchmark_out=FILE --benchmark_out_format=json` has measured

Nothing else should run on the machine meanwhile.
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
AXES = {"batch": "samples a batch (784-32-784)", "width": "units (784-units-784, batch of 256)",
        "depth": "layers of 64 units (batch of 256)",
        "side": "pixels a side (convolutions of 16 filters, batch of 16)",
        "threads": "threads (784-128-64-32-64-128-784, batch of 256)"}
STEPS = {"dense": "features and units of a dense layer, 256 samples",
         "convolution": "pixels a side, convolution of 16 to 16 channels, 4 samples",
         "batch": "samples, dense layer of 64 to 64"}


def measure(program, path, names, times):
    # The best of short runs that are spread over minutes: neighbours disturb some of them, not all.
    options = ["--benchmark_min_time=0.02", f"--benchmark_repetitions={times}",
               "--benchmark_enable_random_interleaving=true", "--benchmark_out_format=json"]
    subprocess.run([program, *options, f"--benchmark_filter={names}", f"--benchmark_out={path}"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read(paths):
    """The most samples a second by "axis/kind" and x."""
    best = collections.defaultdict(dict)
    for path in paths:
        with open(path) as file:
            runs = json.load(file)["benchmarks"]
        for run in runs:
            if run["run_type"] != "iteration":
                continue
            axis, kind, x = run["name"].split("/")[:3]
            line = best[f"{axis}/{kind}"]
            line[int(x)] = max(line.get(int(x), 0), run["items_per_second"])
    return best


def draw(lines, title, doubling, path):
    commands = ["set terminal pngcairo size 640,400", f"set output '{path}'", f"set xlabel '{title}'",
                "set ylabel 'samples a second'", "set key top right", "set grid", "set format y '%.0s%c'",
                "set logscale y 10"]
    if doubling:
        commands.append("set logscale x 2")
    with tempfile.TemporaryDirectory() as folder:
        plots = []
        for i, (label, points) in enumerate(lines.items()):
            data = os.path.join(folder, f"{i}.dat")
            with open(data, "w") as file:
                file.writelines(f"{x} {y}\n" for x, y in sorted(points.items()))
            plots.append(f"'{data}' with linespoints pt 7 ps 0.6 title '{label}'")
        script = os.path.join(folder, "plot")
        with open(script, "w") as file:
            file.write("\n".join([*commands, "plot " + ", ".join(plots), ""]))
        subprocess.run(["gnuplot", script], check=True)


def steepest(points, first):
    """The largest factor by which one more is slower, of extents from `first` on."""
    return max((points[x] / points[x + 1], x) for x in points if x >= first and x + 1 in points)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    build = os.path.join(ROOT, "build", "benchmark", "tests", "benchmark", "eigencoder_growth")
    parser.add_argument("--program", default=build)
    parser.add_argument("--results", nargs="+", help="do not measure, draw these")
    parser.add_argument("--out", default=os.path.join(HERE, "figures"))
    options = parser.parse_args()
    if not options.results and not os.path.exists(options.program):
        sys.exit(f"growth.py: no {options.program}; build the preset benchmark first")
    os.makedirs(options.out, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        results = options.results or [os.path.join(folder, name) for name in ("axes", "steps")]
        if not options.results:
            measure(options.program, results[0], "-^step/", 7)
            measure(options.program, results[1], "^step/", 20)
        best = read(results)
    for axis, title in AXES.items():
        lines = {kind: best[f"{axis}/{kind}"] for kind in ("training", "inference")}
        if not all(lines.values()):
            print(f"{axis}: not measured")
            continue
        draw(lines, title, axis != "threads", os.path.join(options.out, f"{axis}.png"))
    for kind, title in STEPS.items():
        points = best[f"step/{kind}"]
        if not points:
            print(f"steps of {kind}: not measured")
            continue
        draw({"inference": points}, title, False, os.path.join(options.out, f"step_{kind}.png"))
        for first in (4, 48):
            factor, x = steepest(points, first)
            print(f"{title}: from {first} on, at most {factor:.2f} times slower, from {x} to {x + 1}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Eigencoder beside PyTorch on this machine, in turns: the table of README.md beside this.

    cmake --preset benchmark && cmake --build --preset benchmark
    python3 tests/benchmark/compare.py               the models, medians and ranges of 9 turns
    python3 tests/benchmark/compare.py --size        the smallest program: compile time and size

PyTorch (apt-get install python3-torch libopenblas0-openmp libjemalloc2) runs with its fastest
settings: see torch_peer.py. Nothing else should run on the machine meanwhile.
"""
import argparse
import glob
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
MODELS = {"m1": "784-32-784, Adadelta", "m2": "the same with an L1 penalty on the code",
          "m3": "784-128-64-32-64-128-784, Adam", "m4": "convolutional, 16-8 and 8-16-1, Adam",
          "m5": "faces, 8.6 million parameters, Adam", "m6": "2-8-2, Adam"}
KINDS = {"training": "training, samples/s", "inference": "inference of 256, samples/s",
         "latency": "one sample, microseconds"}


def run_ours(program, model, kind, threads):
    name = f"^{model}/{kind}/{threads}/"
    arguments = [program, f"--benchmark_filter={name}", "--benchmark_format=json",
                 "--benchmark_min_time=" + ("1.5" if kind == "training" else "0.7")]
    found = json.loads(subprocess.run(arguments, check=True, capture_output=True).stdout)
    [measured] = found["benchmarks"]
    seconds = measured["real_time"] * {"ns": 1e-9, "us": 1e-6, "ms": 1e-3}[measured["time_unit"]]
    return seconds if kind == "latency" else measured["items_per_second"]


def torch_environment(threads):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    blas = glob.glob("/usr/lib/*/openblas-openmp")
    jemalloc = glob.glob("/usr/lib/*/libjemalloc.so.2")
    if not blas or not jemalloc:
        sys.exit("compare.py: PyTorch's fastest settings need libopenblas0-openmp and libjemalloc2")
    environment.update(LD_LIBRARY_PATH=blas[0], LD_PRELOAD=jemalloc[0],
                       MALLOC_CONF="dirty_decay_ms:-1,muzzy_decay_ms:-1")
    with open("/proc/cpuinfo") as info:
        if "avx512f" in info.read():
            environment["ATEN_CPU_CAPABILITY"] = "avx512"
    return environment


def run_torch(model, kind, threads, environment):
    arguments = ["/usr/bin/python3", os.path.join(HERE, "torch_peer.py"), model, kind, str(threads)]
    done = subprocess.run(arguments, check=True, capture_output=True, env=environment)
    return float(done.stdout)


def quantity(value, kind):
    if kind == "latency":
        return f"{value * 1e6:.3g}" if value < 1e-3 else f"{value * 1e6:,.0f}"
    if value >= 1e6:
        return f"{value / 1e6:.3g}M"
    return f"{value / 1e3:.3g}k" if value >= 1e3 else f"{value:.3g}"


def spread(values, kind):
    low, high = quantity(min(values), kind), quantity(max(values), kind)
    return f"{quantity(statistics.median(values), kind)} ({low} to {high})"


def compare(program, models, kinds, threads, turns):
    print(f"{processor()}, {os.cpu_count()} cores, medians (and ranges) of {turns} turns\n")
    print("| | | threads | Eigencoder | PyTorch | times faster |\n| --- | --- | --- | --- | --- | --- |")
    environments = {count: torch_environment(count) for count in threads}
    for kind in kinds:
        for model in models:
            for count in threads:
                if kind == "latency" and count > 1:
                    continue
                ours, peer = [], []
                for _ in range(turns):
                    ours.append(run_ours(program, model, kind, count))
                    peer.append(run_torch(model, kind, count, environments[count]))
                ratios = [a / b if kind != "latency" else b / a for a, b in zip(ours, peer)]
                times = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
                print(f"| {model}: {MODELS[model]} | {KINDS[kind]} | {count} | {spread(ours, kind)} "
                      f"| {spread(peer, kind)} | {times} |", flush=True)


def processor():
    with open("/proc/cpuinfo") as info:
        names = [line.split(":")[1].strip() for line in info if line.startswith("model name")]
    return names[0] if names else platform.processor()


ONE_PRODUCT = """#include <Eigen/Core>
int main() {
  const Eigen::MatrixXf a = Eigen::MatrixXf::Random(30, 30);
  const Eigen::MatrixXf product = a * a;
  return product.sum() > 0;
}
"""


def smallest_program(compiler, turns):
    """Compile time, its memory and the stripped size of examples/quickstart.cpp at -O2, with all
    headers and with those of training alone, beside one product of Eigen's; in turns."""
    with open(os.path.join(ROOT, "examples", "quickstart.cpp")) as file:
        quickstart = file.read()
    programs = {"quickstart.cpp": quickstart,
                "the same with training.hpp": quickstart.replace("eigencoder.hpp", "training.hpp"),
                "one product of Eigen": ONE_PRODUCT}
    eigen = os.environ.get("EIGEN", "/usr/include/eigen3")
    include = os.path.join(ROOT, "include")
    seconds = {name: [] for name in programs}
    memory, size = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        source, binary = os.path.join(folder, "program.cpp"), os.path.join(folder, "program")
        for _ in range(turns):
            for name, text in programs.items():
                with open(source, "w") as file:
                    file.write(text)
                child = subprocess.Popen([compiler, "-std=c++20", "-O2", "-I", include, "-isystem",
                                          eigen, source, "-o", binary, "-pthread", "-s"])
                _, status, usage = os.wait4(child.pid, 0)
                if status:
                    sys.exit(f"compare.py: {name} does not compile")
                seconds[name].append(usage.ru_utime + usage.ru_stime)
                memory[name] = usage.ru_maxrss / 1024
                size[name] = os.path.getsize(binary) / 1024
    print(f"| {compiler} -O2 | seconds of processor | of the last | memory, MB | stripped, KB |")
    print("| --- | --- | --- | --- | --- |")
    for name, own in seconds.items():
        ratio = statistics.median(a / b for a, b in zip(own, seconds["one product of Eigen"]))
        print(f"| {name} | {statistics.median(own):.1f} ({min(own):.1f} to {max(own):.1f}) | "
              f"{ratio:.1f} | {memory[name]:.0f} | {size[name]:.0f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    build = os.path.join(ROOT, "build", "benchmark", "tests", "benchmark", "eigencoder_models")
    parser.add_argument("--program", default=build)
    parser.add_argument("--models", nargs="+", default=list(MODELS), choices=list(MODELS))
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2], choices=[1, 2])
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--size", action="store_true", help="the smallest program instead")
    parser.add_argument("--compiler", default="g++")
    options = parser.parse_args()
    if options.size:
        return smallest_program(options.compiler, options.turns)
    if not os.path.exists(options.program):
        sys.exit(f"compare.py: no {options.program}; build the preset benchmark first")
    compare(options.program, options.models, options.kinds, options.threads, options.turns)


if __name__ == "__main__":
    main()

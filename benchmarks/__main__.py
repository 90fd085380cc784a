"""Measure everything that we claim about speed, in one run, and print it as one table."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import cold_start, completions, flagship, http_completions, loops
from engine.command_line import memory

MEASURES = (flagship, completions, loops, http_completions, cold_start)
# these print tables of their own
SCRIPTS = ("benchmarks.bench_feel", "benchmarks.bench_decisions")


def main() -> None:
    """Print figures and goals; times vary with the machine, ratios hardly."""
    memory.settle()
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}\n")
    print("| what | figure | to reach |\n| --- | --- | --- |")
    for measure in MEASURES:
        with TemporaryDirectory() as folder:
            for line in measure.report(measure.measure(Path(folder))):
                print(f"| {' | '.join(line)} |", flush=True)
    for script in SCRIPTS:
        print(flush=True)
        subprocess.run([sys.executable, "-m", script], check=True)


if __name__ == "__main__":
    main()

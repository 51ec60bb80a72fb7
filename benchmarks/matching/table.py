"""The table of how well the matcher does, on folders with questions whose entries are known."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from engines import ENGINES, Base, Engine
from measuring import Question, auroc, calibration_error, read_folder, thinned
from noise import NOISES
from scaling import scaled


def measure(make: Callable[[Base], Engine], base: Base, questions: Sequence[Question]) -> dict[str, float]:
    """The figures of one engine on one base."""
    began = time.process_time()
    engine = make(base)
    figures = {"build": time.process_time() - began}
    found, times = [], []
    for question in questions:
        began = time.process_time()
        found.append(engine.rank(question.text))
        times.append(time.process_time() - began)
    kinds = np.array([one.kind for one in questions])
    inside = kinds == ""
    right = np.array(
        [bool(some) and some[0][0] == one.id for some, one in zip(found, questions, strict=True)]
    )
    three = np.array(
        [one.id in [name for name, _ in some[:3]] for some, one in zip(found, questions, strict=True)]
    )
    chances = np.array([some[0][1] if some else 0.0 for some in found])
    figures |= {"top-1": 100 * right[inside].mean(), "in 3": 100 * three[inside].mean()}
    if (~inside).any():
        bar = np.quantile(chances[~inside], 0.9, method="higher")
        figures["accepted"] = 100 * (right & (chances > bar))[inside].mean()
        figures["near"] = 100 * auroc(chances[inside], chances[kinds == "near"])
        figures["other"] = 100 * auroc(chances[inside], chances[~inside & (kinds != "near")])
        figures["ece"] = calibration_error(inside, right, np.clip(chances, 0, 1))
    figures |= {"p50": 1e6 * np.median(times), "p99": 1e6 * np.quantile(times, 0.99)}
    return figures


def mean_of(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of several draws."""
    return {name: float(np.mean([run[name] for run in runs])) for name in runs[0]}


def show(label: str, figures: dict[str, float]) -> None:
    """One line of the table."""
    cells = [
        f"{figures.get(name, float('nan')):6.1f}" for name in ("top-1", "in 3", "accepted", "near", "other")
    ]
    print(
        f"{label:44}{' '.join(cells)}  {figures.get('ece', float('nan')):.3f}"
        f"  {figures['p50']:7.0f} {figures['p99']:7.0f} µs  {figures['build']:6.2f} s",
        flush=True,
    )


def main(command: str, explained: str) -> None:
    """Print the tables; `command` is the file that was run."""
    parser = argparse.ArgumentParser(
        description=explained, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sizes", default="all,1,3,5,10")
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--only", default=",".join(ENGINES))
    parser.add_argument("--noise", action="store_true")
    parser.add_argument("--filler", type=Path)
    parser.add_argument("--scale", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.scale:
        scaled(asked.folders[0], json.loads(asked.filler.read_text(encoding="utf-8")), asked.scale)
        return
    if asked.filler:
        for size in (1_000, 10_000, 100_000):
            run = [sys.executable, command, str(asked.folders[0]), "--filler", str(asked.filler)]
            subprocess.run([*run, "--scale", str(size)], check=True)
        return
    print(f"{'':44} top-1   in 3 accept   near  other    ece      p50     p99      build")
    for folder in asked.folders:
        base, questions = read_folder(folder)
        for engine in asked.only.split(","):
            for size in asked.sizes.split(","):
                few = 0 if size == "all" else int(size)
                draws = [thinned(base, few, draw) for draw in range(asked.draws if few else 1)]
                runs = [measure(ENGINES[engine], some, questions) for some in draws]
                show(f"{folder.name} {engine} {size}", mean_of(runs))
            for name, change in NOISES.items() if asked.noise else ():
                changed = [
                    one if one.kind else Question(change(one.text, place), one.id, "")
                    for place, one in enumerate(questions)
                ]
                show(f"{folder.name} {engine} all, {name}", measure(ENGINES[engine], base, changed))

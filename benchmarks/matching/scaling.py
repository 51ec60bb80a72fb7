"""Time and memory of the matcher on bases of a thousand to a hundred thousand phrasings."""

from __future__ import annotations

import gc
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil
from measuring import read_folder

from faq import Entry, Matcher

ROUNDS = 5
"""So often everything is asked: the least time of a question is the one that nobody disturbed."""


def scaled(folder: Path, filler: Sequence[str], size: int) -> None:
    """Time and memory of the matcher on a base padded to `size` phrasings; in a process of its own."""
    base, questions = read_folder(folder)
    most = max(1, size // len(base))
    if sum(map(len, base.values())) > size:
        base = {name: texts[:most] for name, texts in base.items()}
    missing = max(0, size - sum(map(len, base.values())))
    padding = [
        filler[at % len(filler)] + (str(at // len(filler)) if at >= len(filler) else "")
        for at in range(missing)
    ]
    base |= {f"padding-{at}": padding[at : at + 5] for at in range(0, missing, 5)}
    entries = [Entry(name, texts, "") for name, texts in base.items()]
    texts = [one.text for one in random.Random(2).sample(questions, min(400, len(questions)))]
    del base, padding
    gc.collect()
    before = psutil.Process().memory_info().rss
    began = time.process_time()
    matcher = Matcher.build(entries)
    built = time.process_time() - began
    gc.collect()
    memory = (psutil.Process().memory_info().rss - before) / 1e6
    for text in texts[:20]:
        matcher.rank(text)
    runs = []
    for _ in range(ROUNDS):
        for text in texts:
            began_ns = time.thread_time_ns()
            matcher.rank(text)
            runs.append((time.thread_time_ns() - began_ns) / 1000)
    asked = np.array(runs).reshape(ROUNDS, len(texts))
    times, least = asked[0], asked.min(0)
    began = time.process_time()
    matcher.add(
        Entry("one more", ["怎么开发票", "how do I get an invoice", "我要发票", "invoice please", "开票"], "")
    )
    added = time.process_time() - began
    with tempfile.TemporaryDirectory() as home:
        matcher.save(Path(home) / "index")
        began = time.process_time()
        Matcher.load(Path(home) / "index")
        loaded = time.process_time() - began
    print(
        f"{folder.name:20} {size:7} phrasings {len(entries):6} entries  p50 {np.median(times):6.0f} µs  "
        f"p99 {np.quantile(times, 0.99):6.0f} µs (undisturbed {np.median(least):.0f} and "
        f"{np.quantile(least, 0.99):.0f})  build {built:5.2f} s  add {1000 * added:5.0f} ms  "
        f"load {1000 * loaded:5.0f} ms  memory {memory:5.0f} MB",
        flush=True,
    )

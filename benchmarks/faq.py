"""Measures the matcher on folders that hold `kb.jsonl` and `test.jsonl`, beside what most bots ship.

    python benchmarks/faq.py DATA… [--sizes all,1,3,5,10] [--draws 5] [--only frontline,ratio,bm25,knn]
                             [--filler FILE.json] [--noise]

kb.jsonl    {"id": …, "questions": […]}                                one line for each entry
test.jsonl  {"text": …, "id": … or null, "oos": near | far | natural}   null: out of scope

Printed for each folder: top-1, among the first three, right and accepted when nine of ten out-of-scope
questions are refused, AUROC of near and other out-of-scope questions, calibration error with a third out of
scope, the time of a query (p50, p99) and of building. `--noise` adds typos (10 % of the letters), homophones
(20 % of the characters) and traditional script. `--filler` pads a base with entries made of the texts
of a JSON list, to 1,000, 10,000 and 100,000 phrasings, and prints time and memory. Times are CPU times
of one core. A busy machine makes even those longer, so the padded bases are asked five times over and the
least time of each question is told as well.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    # This file is named like the package it measures: look for modules beside it, not in its own folder.
    sys.path[0] = str(Path(__file__).resolve().parent / "matching")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import_module("table").main(__file__, __doc__)

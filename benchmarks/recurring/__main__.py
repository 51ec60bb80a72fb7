"""`python -m benchmarks.recurring`: how well reworded faults are put together, and the time for 10,000 cases.

B-cubed: of the complaints put together with one, how many are the same fault (precision), and how many of its
fault are put together with it (recall); a complaint counts with those of its own language only. "told wrong"
is what a manager would be misled by: in groups of at least three, whatever is not the commonest fault there.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import mean

from benchmarks.recurring.wordings import Said, everything, half
from faq.grouping import groups, pieces
from handlers.rules import RecurringRules

CASES = 10_000
ORDERS = 5
"""So many orders of coming are tried: which complaint comes first must not matter much."""


def put_together(said: Sequence[Said], likeness: float) -> list[list[Said]]:
    """The groups that the bot makes, category by category."""
    blocks: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        blocks[one.category].append(one)
    return [
        [block[place] for place in places]
        for block in blocks.values()
        for places in groups([pieces(one.words) for one in block], likeness)
    ]


def measured(said: Sequence[Said], likeness: float) -> tuple[float, float, float, int]:
    """Precision, recall and F1 by B-cubed, and how many complaints stand in a wrong fault that is told."""
    of_fault = Counter((one.fault, one.language) for one in said)
    precisions, recalls, wrong = [], [], 0
    for group in put_together(said, likeness):
        if len(group) >= 3:
            wrong += len(group) - Counter(one.fault for one in group).most_common(1)[0][1]
        for one in group:
            there = [other for other in group if other.language == one.language]
            same = sum(other.fault == one.fault for other in there)
            precisions.append(same / len(there))
            recalls.append(same / of_fault[one.fault, one.language])
    precision, recall = mean(precisions), mean(recalls)
    return precision, recall, 2 * precision * recall / (precision + recall), wrong


def in_orders(said: Sequence[Said], likeness: float) -> tuple[float, ...]:
    """The same on average over several orders of coming."""
    rng = random.Random(7)
    found = [measured(rng.sample(said, len(said)), likeness) for _ in range(ORDERS)]
    return tuple(mean(column) for column in zip(*found, strict=True))


def seconds(likeness: float) -> float:
    """The processor time for as many cases as are looked at, with words that differ."""
    rng = random.Random(11)
    said = everything()
    fillers = [word for one in said for word in one.words.split()]
    many = [
        f"{rng.choice(said).words} {' '.join(rng.sample(fillers, 3))} {rng.randrange(10**6)}"
        for _ in range(CASES)
    ]
    began = time.process_time()
    groups([pieces(words) for words in many], likeness)
    return time.process_time() - began


def main() -> None:
    """Print a line for each half and both, and the time."""
    likeness = RecurringRules().likeness
    said = everything()
    print(f"{len(said)} complaints, likeness {likeness}")
    for name, some in (("tuned on", half(said, 0)), ("proved on", half(said, 1)), ("together", said)):
        precision, recall, f1, wrong = in_orders(some, likeness)
        print(
            f"{name:10} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  told wrong {wrong:.1f}"
        )
    print(f"{CASES} cases of one category: {seconds(likeness):.2f} s of processor time")


if __name__ == "__main__":
    main()

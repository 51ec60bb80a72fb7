"""The sample businesses, the first one being shown unless another is named."""

from __future__ import annotations

from bot.businesses import KEYS
from bot.demo.sample import Sample, read_sample

SAMPLES: dict[str, Sample] = {key: read_sample(key) for key in KEYS}
FIRST = KEYS[0]

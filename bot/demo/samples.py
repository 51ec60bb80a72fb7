"""The sample businesses, the first one being shown unless another is named."""

from __future__ import annotations

from bot.demo.broadband_branch import BROADBAND_BRANCH
from bot.demo.sample import Sample
from bot.demo.tutoring_school import TUTORING_SCHOOL

SAMPLES: dict[str, Sample] = {sample.key: sample for sample in (TUTORING_SCHOOL, BROADBAND_BRANCH)}
FIRST = TUTORING_SCHOOL.key

"""Which documents are fit for whom."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.document import Audience

# A pupil may need what was written for parents; a parent is not addressed as a child.
READS: Mapping[Audience, frozenset[Audience]] = {
    Audience.PARENT: frozenset({Audience.PARENT}),
    Audience.YOUTH: frozenset({Audience.YOUTH, Audience.PARENT}),
    Audience.PROFESSIONAL: frozenset({Audience.PROFESSIONAL, Audience.PARENT}),
}

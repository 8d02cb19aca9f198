"""The weekly act: a closed week's declarations become one frozen, safe release.

`preview` shows what publishing would do, `publish` does it, `release` is the command. The whole linked table
(département → région → France, product → family → all) goes through the disclosure library; its leaves are
held from week to week so that no two releases give a pharmacy away by subtraction (docs/adr/0008).
"""

from dp_ruptures.release.act import Preview, Terms, mend, preview, publish
from dp_ruptures.release.command import release
from dp_ruptures.release.suppress import EMPTY, POLICY, PUBLISHED, WITHHELD

__all__ = [
    "EMPTY",
    "POLICY",
    "PUBLISHED",
    "WITHHELD",
    "Preview",
    "Terms",
    "mend",
    "preview",
    "publish",
    "release",
]

# SPDX-License-Identifier: GPL-2.0-only
"""Where the rig finds and leaves things."""

from pathlib import Path

RIG = Path(__file__).resolve().parent.parent
TOP = RIG.parent.parent
SCENARIOS = RIG / "scenarios"
USES = RIG / "uses"
FETCH = TOP / "scripts" / "fetch"
BUILD = TOP / "build" / "rig"
IMAGES = BUILD / "images"


class RigError(Exception):
    """Something the user can mend: printed without a trace."""

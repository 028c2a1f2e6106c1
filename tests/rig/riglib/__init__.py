# SPDX-License-Identifier: GPL-2.0-only
"""The host side of the test rig; see ../README.md."""

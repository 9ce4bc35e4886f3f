"""Product-management handbooks as versioned docs: roles, matrices, roadmaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    # Imported here: the command line and the pure parts must not pay for Sphinx.
    from sphinx_pmroles.extension import register

    return register(app)

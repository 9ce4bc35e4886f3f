"""Build the site of all versions: ``sphinx-polyversion docs/poly.py``."""

from collections.abc import Iterable
from pathlib import Path

from sphinx_polyversion.api import apply_overrides
from sphinx_polyversion.driver import DefaultDriver
from sphinx_polyversion.environment import Environment
from sphinx_polyversion.git import Git, GitRef
from sphinx_polyversion.sphinx import SphinxBuilder

OUTPUT_DIR = "_site"
MOCK = False
SEQUENTIAL = False


def names(refs: Iterable[GitRef]) -> list[str]:
    """Return the names of versions, the newest first."""
    return [ref.name for ref in sorted(refs, reverse=True)]


def data_of(
    driver: DefaultDriver, ref: GitRef, _environment: Environment
) -> dict[str, object]:
    """Return what conf.py is told when one version is built."""
    return {"versions": names(driver.targets), "this_version": ref.name}


def data_of_root(driver: DefaultDriver) -> dict[str, object]:
    """Return what the page that leads to the newest version is told."""
    return {"versions": names(driver.builds)}


apply_overrides(globals())
root = Git.root(Path(__file__).parent)
DefaultDriver(
    root,
    OUTPUT_DIR,
    vcs=Git(branch_regex="", tag_regex=r"v\d+\.\d+"),
    builder=SphinxBuilder("docs", args=["-W", "--keep-going"]),
    env=Environment.factory(),
    data_factory=data_of,
    root_data_factory=data_of_root,
    template_dir=root / "docs" / "_root",
).run(MOCK, SEQUENTIAL)

"""Configuration of the documentation of sphinx-pmroles."""

from __future__ import annotations

import sys
from pathlib import Path

import sphinx_pmroles

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinx-pmroles"
author = "The sphinx-pmroles contributors"
copyright = "2026, The sphinx-pmroles contributors"  # noqa: A001
release = getattr(sphinx_pmroles, "__version__", "")
version = release
language = "en"

extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinx_pmroles",
    "declarations",
    "benchmark",
    "gallery",
]
myst_enable_extensions = ["colon_fence", "deflist", "tasklist"]
myst_heading_anchors = 3
# Snippets are shown on the pages and used as the inputs of tests.
exclude_patterns = ["_build", "snippets"]

# The example of pm:changes compares with it.
pmroles_baselines = {"2026.1": "data/archive-2026.1.json"}
# Another handbook, for the examples of several.
pmroles_handbooks = {"shop": "data/shop.json", "museum": None}

# The scheme of how-to/write-your-own-scheme-and-check.md.
pmroles_schemes = {
    "pdh": {
        "letters": {"P": "Proposes", "D": "Decides", "H": "Is heard"},
        "owner": "D",
        "doer": "P",
    }
}

# HTML
html_theme = "furo"
html_title = "sphinx-pmroles"
html_static_path = ["_static/docs.css", "_static/house.css"]
html_css_files = ["docs.css", "house.css"]
# The schemas that the package ships, at addresses that stay.
html_extra_path = [
    "../src/sphinx_pmroles/inventory/pmroles.schema.json",
    "../src/sphinx_pmroles/cli/findings.schema.json",
    "../src/sphinx_pmroles/cli/changes.schema.json",
    "../src/sphinx_pmroles/reading/matrix.schema.json",
    "../src/sphinx_pmroles/reading/roadmap.schema.json",
]

# PDF
latex_engine = "xelatex"
# The index: makeindex comes with every TeX, xindy, Sphinx's default here, does not.
latex_use_xindy = False
latex_documents = [("index", "sphinx-pmroles.tex", "sphinx-pmroles", author, "manual")]
latex_elements = {
    "papersize": "a4paper",
    "pointsize": "10pt",
    # It is read on screens as well: no empty pages.
    "extraclassoptions": "openany,oneside",
    # A card of the first page: its title has a line of its own.
    "preamble": r"""
\newenvironment{sphinxclasssd-card}{\par\addvspace{\medskipamount}\parskip=0pt }{\par}
\newenvironment{sphinxclasssd-card-title}{\bfseries}{\par}
""",
    # The rules of grid tables have no blank to break at.
    "sphinxsetup": "verbatimforcewraps=true",
}

# EPUB
epub_title = project
epub_author = author
epub_publisher = author
epub_show_urls = "no"
epub_exclude_files = ["search.html"]
suppress_warnings = ["epub.unknown_project_files"]

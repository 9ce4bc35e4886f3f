"""Configuration of the example handbook."""

project = "Product management handbook"
author = "The sphinx-pmroles contributors"
copyright = "2026, The sphinx-pmroles contributors"  # noqa: A001
version = "1.0"
release = "1.0"
language = "en"

extensions = ["myst_parser", "sphinx_design", "sphinx_pmroles"]
myst_enable_extensions = ["colon_fence", "deflist", "tasklist"]
# In print notes stand at the foot of the page: a line before them would be left alone.
myst_footnote_transition = False
exclude_patterns = ["_build"]

# The edition for customers is built with -t public, the internal one without.
edition = "-public" if tags.has("public") else ""  # type: ignore[name-defined]  # noqa: F821
pmroles_audience = "public" if edition else None

# The versions to compare with: the pmroles.json of each, kept when it was tagged.
pmroles_baselines = {
    version: f"baselines/{version}{edition}.json" for version in ("0.9", "0.8")
}

# What this team wants to be told of, beside what is checked anyway.
pmroles_checks = {
    "undefined-role": True,
    "item-without-owner": True,
    "stage-without-decider": True,
    "role-without-purpose": True,
    "overdue": True,
}

# HTML
html_theme = "furo"
html_title = "Product management handbook"
html_show_sourcelink = True

# PDF
latex_engine = "xelatex"
# The index: makeindex comes with every TeX, xindy, Sphinx's default here, does not.
latex_use_xindy = False
latex_documents = [
    (
        "index",
        "product-management-handbook.tex",
        "Product management handbook",
        author,
        "howto",
    )
]
latex_elements = {
    "papersize": "a4paper",
    "pointsize": "10pt",
    # Sphinx takes the caption of the first toctree for the title of the contents.
    "tableofcontents": r"\renewcommand{\contentsname}{Contents}\sphinxtableofcontents",
    # No heading breaks inside a word.
    "sphinxsetup": "HeaderFamily="
    r"\sffamily\bfseries\hyphenpenalty10000\rightskip0pt plus4em",
    # The entries of the index are words, and not code.
    "preamble": r"\renewcommand{\sphinxstyleindexentry}[1]{#1}",
}

# EPUB
epub_title = project
epub_author = author
epub_publisher = author
epub_show_urls = "no"
epub_exclude_files = ["search.html"]
# Web pages need these, a book does not; Sphinx does not know their kind.
suppress_warnings = ["epub.unknown_project_files"]

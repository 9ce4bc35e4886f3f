import json
import os

project = "Our handbook"
release = "1.0"
html_title = f"{project} {release}"

extensions = ["myst_parser", "sphinx_pmroles"]
myst_enable_extensions = ["colon_fence", "deflist"]
pmroles_baselines = {}

html_theme = "furo"
html_show_copyright = False
templates_path = ["_templates"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "versions.html",
        "sidebar/scroll-end.html",
    ]
}
# What poly.py tells each version of all versions; nothing in other builds.
html_context = json.loads(os.environ.get("POLYVERSION_DATA", "{}"))

"""The command ``sphinx-pmroles``: a module a subcommand.

A module here imports what it needs where it is used: ``--help`` must not wait for
Sphinx, nor one command for what another needs.
"""

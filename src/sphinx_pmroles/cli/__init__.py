"""The command ``sphinx-pmroles``: a module a subcommand.

A module here imports what it needs where it is used: ``--help`` must not wait for
Sphinx, nor one command for what another needs.

The reference page of the command line is made of what click is told: the docstring
says what a command does, and names its arguments in capitals; each option has a help;
``epilog=examples(...)`` shows how it is used.
"""

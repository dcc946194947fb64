"""The command line: one command a file; each calls the same functions as the screens will."""

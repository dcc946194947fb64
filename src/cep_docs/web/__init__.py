"""Pages: the only package that knows Pyramid.

A request reads: `transactions` opens a transaction → `tree` finds what the address names →
`security` asks `access.decide` → a `…_pages` module parses, calls one step and redirects.
A page never decides, never validates, never writes content by itself.
"""

"""Reads what comes from outside in a process of its own: bounded, without network or disk.

`apart` runs a task there and brings back its answer or its refusal; a task is a function of any
package that takes the bytes and a few words. `packages`, `xml_trees` and `office` hold what
several packages need to know of foreign files before they read them.
"""

from cep_docs.sandbox.bounds import Bounds
from cep_docs.sandbox.process import apart, isolation

__all__ = ["Bounds", "apart", "isolation"]

"""From a PDF to a signed PDF with its proofs (article 1367 du Code civil)."""

import logging

# It warns of what is chosen here (nothing is fetched from the network), and of what becomes a
# verdict or a level that is told to people.
logging.getLogger("pyhanko").setLevel(logging.ERROR)

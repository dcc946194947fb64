"""Busy sets are cut into sixteen: whoever writes the last key does not meet the one before."""

import hashlib

SHARDS = "0123456789abcdef"


def shard(text: str) -> str:
    """Which of them; spread evenly, whatever the keys look like."""
    return hashlib.sha256(text.encode()).hexdigest()[0]

"""Messages that really leave the house: by mail, by SMS, and what comes back of them (R-056)."""

"""THE MEMORY: signed, chained, append-only records. Knows nothing about training."""

"""Running converters: schedule, cache, worker pool, results."""

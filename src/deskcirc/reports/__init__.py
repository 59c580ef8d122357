"""Lists, ledgers and figures: one file a report, its question, its query, its columns."""

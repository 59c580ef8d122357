"""The only SQL and the library file: tables, the transaction that writes the journal, lookups, migration, check.

Rows are seen here and in reports alone; the rooms above get frozen facts and lines.
"""

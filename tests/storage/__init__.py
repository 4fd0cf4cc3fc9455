"""Tests of storage: each on SQLite and on PostgreSQL, unless it is about a file or about pure code."""

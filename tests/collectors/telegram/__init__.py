"""Tests of the Telegram source and its parts."""

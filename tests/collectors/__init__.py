"""Tests of the collectors; the house of the tests mirrors the packages."""

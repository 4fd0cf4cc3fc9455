"""Text as the matcher reads it: folded for comparison, with every offset leading back to the original.

`fold` follows the normalisation rules in ARCHITECTURE.md; the original is never changed and is what people are shown.
"""

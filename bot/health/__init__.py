"""How the lookout itself does: which stages finish their ticks, figures for Prometheus, and who is told."""

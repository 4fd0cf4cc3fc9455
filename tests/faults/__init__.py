"""The real program, killed, cut off and starved while it works; what arrived is compared with what should have."""

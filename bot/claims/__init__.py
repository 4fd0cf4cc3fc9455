"""What is known of claims as a whole: who stands where, and what follows. Pure, but for `reading`."""

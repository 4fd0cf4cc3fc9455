"""Who may do what: the table of rights, the verdict about one turn, and how fast people may ask."""

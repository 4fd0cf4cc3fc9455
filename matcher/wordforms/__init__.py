"""How a name changes: its case forms, and its spellings in Latin letters. Used when the catalogue is built."""

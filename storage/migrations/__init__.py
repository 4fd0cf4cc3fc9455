"""How the tables came to be: one file a step in `versions`, never changed once released. Run by `storage.migrating`."""

"""What Alembic runs a migration with: the connection that `storage.migrating` opened, and the transaction it began."""

from alembic import context

from storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

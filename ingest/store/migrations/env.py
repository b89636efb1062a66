"""How Alembic meets the ledger: on the connection that `migrations.upgrade` hands over."""

from alembic import context

from ingest.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    include_name=lambda name, kind, _parents: kind != "table" or name in metadata.tables,
)
with context.begin_transaction():
    context.run_migrations()
if connection.in_transaction():
    connection.commit()

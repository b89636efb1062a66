"""Keep first, then record: originals on the disk, everything else in the ledger.

`database.Database` opens it, `migrations.upgrade` brings it up to date; `items`, `readings`, `complaints`,
`outbox` and `audit` each hold the transactions of one subject. Nothing outside this folder speaks SQL.
"""

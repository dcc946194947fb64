"""The database: the instance folder, opening it, its numbers, its backups and its evolution."""

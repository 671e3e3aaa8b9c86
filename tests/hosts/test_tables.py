"""This host's own tables, beside the portal's in one database."""

from alembic import command

from portal.migrate import prepared_connection
from standalone.migrate import configuration, upgrade
from tests.databases import Database


def test_migrations_make_what_the_models_say_and_undo_it(empty_database: Database) -> None:
    upgrade(empty_database.owner_url)
    upgrade(empty_database.owner_url)
    config = configuration()
    with prepared_connection(empty_database.owner_url) as connection:
        config.attributes["connection"] = connection
        command.check(config)
        command.downgrade(config, "base")
        command.upgrade(config, "head")

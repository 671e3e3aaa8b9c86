"""This host's own tables, beside the portal's in one database."""

import sqlalchemy as sa
from alembic import command

from portal.migrate import prepared_connection
from standalone.migrate import configuration, is_current, upgrade
from tests.databases import Database
from tests.portal_app import dispose, make_app


def test_migrations_make_what_the_models_say_and_undo_it(empty_database: Database) -> None:
    upgrade(empty_database.owner_url)
    upgrade(empty_database.owner_url)
    config = configuration()
    with prepared_connection(empty_database.owner_url) as connection:
        config.attributes["connection"] = connection
        command.check(config)
        command.downgrade(config, "base")
        command.upgrade(config, "head")


def test_one_command_brings_the_portals_tables_and_the_hosts(empty_database: Database) -> None:
    app = make_app(empty_database)
    runner = app.test_cli_runner()
    assert "run flask portal db upgrade" in runner.invoke(args=["portal", "check"]).output
    said = runner.invoke(args=["portal", "db", "upgrade", "--url", empty_database.owner_url])
    assert said.exit_code == 0, said.output
    engine = sa.create_engine(empty_database.app_url)
    assert is_current(engine)
    engine.dispose()
    dispose(app)

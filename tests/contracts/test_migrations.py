"""The migrations lead exactly to the tables the code expects."""

from alembic import command

from portal import migrations


def test_the_migrations_lead_to_the_models(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    migrations.upgrade(url)
    command.check(migrations.configuration(url))


def test_a_second_upgrade_changes_nothing(tmp_path):
    url = f"sqlite:///{tmp_path / 'new.db'}"
    migrations.upgrade(url)
    migrations.upgrade(url)

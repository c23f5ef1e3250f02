"""The application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and their policies. Without migrations: `migrate --run-syncdb` makes the tables."""

    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

"""The page that is measured."""

from django.contrib import admin

from people.models import Person


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    """50 people on a page, searched in four columns."""

    list_display = [
        "display_name",
        "user_principal_name",
        "mail",
        "department",
        "account_enabled",
        "policy",
        "source",
    ]
    search_fields = ["display_name", "user_principal_name", "mail", "department"]
    list_filter = ["policy", "account_enabled"]
    list_per_page = 50

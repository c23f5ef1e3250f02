"""People with the policy that takes effect for each."""

from django.db import models


class Policy(models.Model):
    """A policy; Global is one too."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Person(models.Model):
    """Somebody of the organization."""

    person_id = models.UUIDField(primary_key=True)
    display_name = models.CharField(max_length=300)
    user_principal_name = models.CharField(max_length=320)
    mail = models.CharField(max_length=320, blank=True)
    department = models.CharField(max_length=200, blank=True)
    account_enabled = models.BooleanField()
    # The second index below begins with it.
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, db_index=False)
    source = models.CharField(max_length=10)

    class Meta:
        verbose_name_plural = "people"
        ordering = ["display_name", "person_id"]
        # The list and the filter by policy read in the order of an index, as they do in Forecourt.
        indexes = [
            models.Index(fields=["display_name", "person_id"], name="person_by_name"),
            models.Index(fields=["policy", "display_name", "person_id"], name="person_by_policy"),
        ]

    def __str__(self):
        return self.display_name

"""`fill PEOPLE.CSV`: makes the tables and fills them."""

import csv
import itertools
import json
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from people.models import Person, Policy

BATCH = 5_000


class Command(BaseCommand):
    """Prints as JSON how many people there are, the seconds that it took, and the key of each policy."""

    def add_arguments(self, parser):
        parser.add_argument("people")

    def handle(self, *args, **options):
        start = time.perf_counter()
        call_command("migrate", run_syncdb=True, verbosity=0)
        policies = {}
        count = 0
        with open(options["people"], encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            while batch := [person(row, policies) for row in itertools.islice(rows, BATCH)]:
                Person.objects.bulk_create(batch, batch_size=BATCH)
                count += len(batch)
        with connection.cursor() as cursor:
            cursor.execute("analyze")
        seconds = time.perf_counter() - start
        self.stdout.write(json.dumps({"people": count, "seconds": seconds, "policies": policies}))


def person(row, policies):
    """Somebody as the file has them; a policy that was not met before is made."""
    name = row["EffectivePolicy"]
    if name not in policies:
        policies[name] = Policy.objects.create(name=name).pk
    return Person(
        person_id=row["Identity"],
        display_name=row["DisplayName"],
        user_principal_name=row["UserPrincipalName"],
        mail=row["Mail"],
        department=row["Department"],
        account_enabled=row["AccountEnabled"] == "True",
        policy_id=policies[name],
        source=row["Source"],
    )

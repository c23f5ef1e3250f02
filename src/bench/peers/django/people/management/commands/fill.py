"""`fill PEOPLE.CSV`: makes the tables and fills them."""

import csv
import itertools
import json
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from people.models import Person, Policy

BATCH = 5_000
COLUMNS = [field.column for field in Person._meta.concrete_fields]

# Nobody compares how long filling takes, so it takes the shortest way: Django's own `bulk_create` needs four times as
# long for the same rows.
INSERT = "insert into {} ({}) values ({})".format(
    Person._meta.db_table, ", ".join(COLUMNS), ", ".join(["%s"] * len(COLUMNS))
)


class Command(BaseCommand):
    """Prints as JSON how many people there are, the seconds that it took, and the key of each policy."""

    def add_arguments(self, parser):
        parser.add_argument("people")

    def handle(self, *args, **options):
        start = time.perf_counter()
        call_command("migrate", run_syncdb=True, verbosity=0)
        policies = {}
        count = 0
        with connection.cursor() as cursor, open(options["people"], encoding="utf-8-sig", newline="") as file:
            if connection.vendor == "sqlite":
                # Only for this connection.
                cursor.execute("pragma synchronous = off")
                cursor.execute("pragma cache_size = -512000")
            rows = csv.DictReader(file)
            with transaction.atomic():
                while batch := [person(row, policies) for row in itertools.islice(rows, BATCH)]:
                    cursor.executemany(INSERT, batch)
                    count += len(batch)
            cursor.execute("analyze" if connection.vendor == "sqlite" else "vacuum analyze")
        seconds = time.perf_counter() - start
        self.stdout.write(json.dumps({"people": count, "seconds": seconds, "policies": policies}))


def person(row, policies):
    """Somebody as the file has them, in the order of the columns; a policy that was not met before is made."""
    name = row["EffectivePolicy"]
    if name not in policies:
        policies[name] = Policy.objects.create(name=name).pk
    return (
        row["Identity"].replace("-", "") if connection.vendor == "sqlite" else row["Identity"],
        row["DisplayName"],
        row["UserPrincipalName"],
        row.get("Mail") or row["UserPrincipalName"],
        row["Department"],
        row["AccountEnabled"] == "True",
        policies[name],
        row["Source"].lower(),
    )

"""`bulk_assign POLICY`: gives a policy to everybody who has another one, with a log row for each of them."""

import itertools
import json
import time

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand
from django.db import transaction

from people.models import Person, Policy

BATCH = 5_000


class Command(BaseCommand):
    """Prints how many people were given the policy and the seconds that it took, as JSON."""

    def add_arguments(self, parser):
        parser.add_argument("policy")

    def handle(self, *args, **options):
        policy = Policy.objects.get(name=options["policy"])
        user = get_user_model().objects.get(username="admin").pk
        kind = ContentType.objects.get_for_model(Person).pk
        message = json.dumps([{"changed": {"fields": ["Policy"]}}])
        start = time.perf_counter()
        with transaction.atomic():
            people = Person.objects.exclude(policy=policy)
            # In portions: a million rows of the log at once would need gigabytes.
            named = people.order_by().values_list("pk", "display_name").iterator(chunk_size=BATCH)
            while batch := list(itertools.islice(named, BATCH)):
                LogEntry.objects.bulk_create(
                    [
                        LogEntry(
                            user_id=user,
                            content_type_id=kind,
                            object_id=str(person),
                            object_repr=name[:200],
                            action_flag=CHANGE,
                            change_message=message,
                        )
                        for person, name in batch
                    ],
                    batch_size=BATCH,
                )
            count = people.update(policy=policy, source="direct")
        seconds = time.perf_counter() - start
        self.stdout.write(json.dumps({"people": count, "seconds": seconds}))

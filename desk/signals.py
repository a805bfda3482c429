"""What an import by command leaves at the desk: a batch, as if its files had been handed in here."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from desk.models import Batch
from seeds.intake import Report
from seeds.signals import imported


@receiver(imported, dispatch_uid="desk.batch")
def keep_batch(sender: Any, label: str, report: Report, user: Any, **_: Any) -> None:
    batch = Batch.objects.create(user=user, label=label, report={"lines": report.lines()})
    batch.sources.set(report.sources)

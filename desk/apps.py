from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from desk import signals  # noqa: F401


class TasksConfig(TasksAppConfig):
    """What pages put off, as the admin lists it: its package has English names only."""

    verbose_name = _("Background work")  # type: ignore[assignment]

    def ready(self) -> None:
        super().ready()
        meta = self.get_model("DBTaskResult")._meta
        meta.verbose_name, meta.verbose_name_plural = _("task"), _("tasks")

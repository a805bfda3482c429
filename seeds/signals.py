"""What an import tells those above it: `imported` is sent once an import, with its label, report and user."""

from django.dispatch import Signal

imported = Signal()

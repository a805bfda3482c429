"""The application as gunicorn serves it."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# All that pages are made by, and the words and tables it has read, stays as long as the process: to look through it for
# what could be thrown away stopped a page now and then for a fifth of a second.
import_module("config.urls")
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)

# Else the first list of each process would wait for it: half a minute where there are a million cases.
import_module("cases.filters").CaseFilters.memory.read_ahead()

"""The same site for an ASGI server. The site is synchronous: gunicorn's threads serve it several times as fast."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangjian.config.settings.production")
application = get_asgi_application()

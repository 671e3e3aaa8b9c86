"""gunicorn for the standalone app: `gunicorn -c config/gunicorn.py wsgi:app`."""

import gc
import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))  # as gunicorn names it; one a processor
threads = 4
timeout = 60
graceful_timeout = 3
# A process that has used Typst must not fork: each worker loads the app itself.
preload_app = False
errorlog = "-"
loglevel = "error"  # a warning names the address that a damaged request came from
accesslog = None  # addresses of pages tell what a person looked at
control_socket_disable = True


def post_worker_init(worker: object) -> None:  # noqa: ARG001 - gunicorn's signature
    """What the app has loaded stays, and what a page makes goes with it: collect seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)

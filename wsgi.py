"""The standalone host's entry: `gunicorn -c config/gunicorn.py wsgi:app`, `flask --app wsgi`."""

from standalone.app import create_app

app = create_app()

"""What `django-admin startproject` writes, for one application, with the durability of Forecourt.

`DJANGO_DATABASE` names the SQLite file or is the address of a database of PostgreSQL, `postgres://…`, and
`DJANGO_SECRET_KEY` is the key that sessions are signed with.
"""

import os
import urllib.parse

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "people",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "peer.urls"
WSGI_APPLICATION = "peer.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]



def database(place):
    """The database at a place. A connection that stays open saves Django opening one for each request."""
    if place.startswith("postgres://"):
        address = urllib.parse.urlsplit(place)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": address.path.removeprefix("/"),
            "HOST": address.hostname,
            "PORT": address.port,
            "USER": address.username,
            "CONN_MAX_AGE": None,
        }
    # Journal, durability, cache and memory map as in `src/store/src/database.rs`, so that both sides have the same means.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": place,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "pragma journal_mode = wal; pragma synchronous = full; "
                "pragma mmap_size = 134217728; pragma cache_size = -8000"
            ),
        },
    }


DATABASES = {"default": database(os.environ["DJANGO_DATABASE"])}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"

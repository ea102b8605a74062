"""Database URLs: taken apart and put together again with another role or database."""

from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict


def url_of(url: str, *, database: str | None = None, user: str | None = None, password: str | None = None) -> str:
    """Return *url* (a URL or libpq's `key=value` words) as a URL with the given parts replaced."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    given = {"dbname": database, "user": user, "password": password}
    parts |= {name: value for name, value in given.items() if value is not None}
    who = quote(parts.pop("user", ""), safe="")
    secret = quote(parts.pop("password", ""), safe="")
    name = quote(parts.pop("dbname", ""), safe="")
    access = f"{who}:{secret}@" if secret else f"{who}@" if who else ""
    return f"postgresql://{access}/{name}?{urlencode(parts)}"

"""Which links Telegram accepts in buttons and texts; a `tel:` link, for one, is none."""

import re

_APPLICATION = re.compile(r"(tg|ton|tonsite):(?://)?(.*)", re.IGNORECASE | re.DOTALL)
_USER = re.compile(r"tg:(?://)?user/?\?(?:[^#]*&)?id=(\d+)", re.IGNORECASE)
_SCHEME = re.compile(r"([^/?#]*?)://", re.DOTALL)
_HOST = re.compile(r"(?:[\w.\-!$,~*'();&+=\x80-\U0010ffff]|%[0-9a-fA-F]{2})+")
_APPLICATION_HOST = re.compile(r"[A-Za-z0-9_-]+")
_MOST_PORT = 65535


class LinkError(ValueError):
    """A link that Telegram does not accept."""


def linked_user(url: str) -> int | None:
    """Return the user that a `tg://user?id=` link mentions."""
    found = _USER.match(url)
    return int(found[1]) if found else None


def check_link(url: str) -> str:
    """Return the link as Telegram keeps it (`example.org` becomes `http://example.org/`)."""
    if application := _APPLICATION.fullmatch(url):
        host, rest = _split(application[2])
        if not _APPLICATION_HOST.fullmatch(host):
            raise LinkError("Unallowed characters in URL host" if host else "URL host is empty")
        rest = rest.removeprefix("/") if rest.startswith("/?") else rest
        return f"{application[1].lower()}://{host.lower()}{rest}"
    scheme, address = "http", url
    if found := _SCHEME.match(url):
        scheme, address = found[1].lower(), url[found.end() :]
        if scheme not in ("http", "https"):
            raise LinkError("Unsupported URL protocol")
    authority, rest = _split(address)
    return f"{scheme}://{_check_authority(authority)}{rest}"


def _split(address: str) -> tuple[str, str]:
    """Divide what follows the scheme into its host part and the rest, which begins with a slash."""
    end = re.search(r"[/?#]", address)
    authority = address[: end.start()] if end else address
    rest = address[end.start() :].rstrip() if end else ""
    rest = rest if rest.startswith("/") else f"/{rest}"
    return authority, re.sub(r"[\x00-\x20]", lambda match: f"%{ord(match[0]):02X}", rest)


def _check_authority(authority: str) -> str:
    """Check user, host and port, and return them with the host in lower case."""
    user, at, address = authority.rpartition("@")
    host, colon, port = address.rpartition(":") if re.search(r":[^\]]*$", address) else (address, "", "")
    if colon and not (port.isdecimal() and 0 < int(port) <= _MOST_PORT):
        raise LinkError("Wrong port number specified in the URL")
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    if not _HOST.fullmatch(host):
        raise LinkError("Disallowed character in URL host")
    if "." not in host:
        raise LinkError("Wrong HTTP URL")
    return f"{user}{at}{host.lower()}{colon}{port}"

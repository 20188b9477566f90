"""Which links Telegram takes."""

import pytest

from tests.bot_api.links import LinkError, check_link

TAKEN = {
    "https://example.org": "https://example.org/",
    "HTTPS://Example.ORG/Path": "https://example.org/Path",
    "example.org": "http://example.org/",
    "http://example.org:8080?a=b": "http://example.org:8080/?a=b",
    "https://user:word@example.org/": "https://user:word@example.org/",
    "https://vluchtelingenwerk.nl/a b": "https://vluchtelingenwerk.nl/a%20b",
    "tg://resolve?domain=x": "tg://resolve?domain=x",
    "https://bücher.example/": "https://bücher.example/",
}


@pytest.mark.parametrize(("url", "expected"), TAKEN.items())
def test_takes(url: str, expected: str) -> None:
    """A link is kept in Telegram's spelling."""
    assert check_link(url) == expected


REFUSED = {
    "tel:112": "Wrong HTTP URL",
    "mailto:a": "Wrong port number specified in the URL",
    "localhost": "Wrong HTTP URL",
    "ftp://example.org": "Unsupported URL protocol",
    "https://": "URL host is empty",
    "https://exa mple.org": "Disallowed character in URL host",
    "https://example.org:99999": "Wrong port number specified in the URL",
}


@pytest.mark.parametrize(("url", "expected"), REFUSED.items())
def test_refuses(url: str, expected: str) -> None:
    """What is no web link is refused, telephone numbers included."""
    with pytest.raises(LinkError) as caught:
        check_link(url)
    assert str(caught.value) == expected

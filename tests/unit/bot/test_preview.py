"""The site on which translators and counsellors read every text."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.preview.site import write_site
from content.coverage import coverage
from content.loader import Content, load
from content.model import DUTCH

TODAY = date(2026, 11, 22)


class Links(HTMLParser):
    """Collects what a page links to, and the ids on it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and (link := values.get("href")):
            self.links.append(link)
        if name := values.get("id"):
            self.ids.add(name)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Path:
    """Write the whole site once."""
    folder = tmp_path_factory.mktemp("preview")
    write_site(content, folder, TODAY)
    return folder


def test_every_link_leads_somewhere(site: Path) -> None:
    """Every cell of the table opens the text that it stands for."""
    pages = {path: Links(path) for path in site.rglob("*.html")}
    broken = [
        (str(page.relative_to(site)), link)
        for page, found in pages.items()
        for link in found.links
        for target, _, anchor in [link.partition("#")]
        if (other := pages.get((page.parent / target).resolve())) is None
        or (anchor and anchor not in other.ids)
    ]
    assert broken == []


def test_the_table_has_every_text(site: Path, content: Content) -> None:
    """The first page shows every id in every language."""
    links = [link for link in Links(site / "index.html").links if "#" in link]
    assert len(links) == len(coverage(content)) * len(content.languages)


def test_a_text_stands_beside_the_dutch(site: Path, content: Content) -> None:
    """A page shows both texts as people see them, each in its own direction, with its buttons."""
    page = (site / "ar" / "reintegration_support.html").read_text(encoding="utf-8")
    assert content.answer("hrt_amounts", DUTCH).title in page
    assert content.answer("hrt_amounts", "ar").title in page
    assert page.count('dir="rtl" lang="ar"') == page.count('dir="ltr" lang="nl"') == 3
    assert content.interface("button_human", "ar") in page


def test_a_missing_text_shows_as_missing(content_copy: Path, tmp_path: Path) -> None:
    """Half a translation can be previewed; its gaps are told, not hidden."""
    (content_copy / "texts/en/topics/entry_ban.yml").unlink()
    write_site(load(content_copy), tmp_path / "site", TODAY)
    page = (tmp_path / "site" / "en" / "departure_term.html").read_text(encoding="utf-8")
    entry_ban = page[page.index('id="entry_ban"') :]
    assert "Not translated yet" in entry_ban[: entry_ban.index("</section>")]
    assert 'class="missing"' in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_the_site_needs_no_network(site: Path) -> None:
    """The preview opens from a memory stick: no page loads anything from elsewhere."""
    assert [path.name for path in site.rglob("*.html") if "http" in path.read_text(encoding="utf-8")] == []

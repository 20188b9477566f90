"""Write a report as one HTML page that opens without a network, on a phone and on paper."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.report.sections import Layout
from conversations.reporting import SMALLEST


def report_page(layout: Layout, now: datetime, timezone: ZoneInfo) -> str:
    """Return the page; `now`, which is aware, is when it was made."""
    environment = Environment(
        loader=PackageLoader("bot.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = layout.words
    when = format_datetime(now, "d MMMM y, HH:mm", tzinfo=timezone, locale="nl")
    return environment.get_template("report.html").render(
        title=words["title"],
        period=layout.period,
        made=words["made"].format(when=when),
        few=words["few"].format(smallest=SMALLEST),
        erased=words["erased"],
        nothing=words["nothing"],
        tiles=layout.tiles(),
        sections=layout.sections(),
    )

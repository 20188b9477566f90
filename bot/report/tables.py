"""Print a report as tables in a terminal."""

from rich.console import Console
from rich.table import Table

from bot.report.sections import Layout, Section
from conversations.reporting import SMALLEST


def print_report(console: Console, layout: Layout) -> None:
    """Print the whole report."""
    words = layout.words
    console.print(f"{words['title']}: {layout.period}", style="bold", markup=False)
    console.print(" · ".join(f"{tile.number} {tile.label}" for tile in layout.tiles()), markup=False)
    sections = layout.sections()
    if not sections:
        console.print(words["nothing"], markup=False)
    for section in sections:
        console.print(_table(section))
    console.print(words["few"].format(smallest=SMALLEST), style="dim", markup=False)


def _table(section: Section) -> Table:
    label, *columns = section.columns
    table = Table(title=section.title, title_justify="left", min_width=len(section.title))
    table.add_column(label)
    for column in columns:
        table.add_column(column, justify="right")
    for row in section.rows:
        table.add_row(row.label, *(cell.text for cell in row.cells))
    return table

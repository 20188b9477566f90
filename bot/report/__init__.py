"""The report for the team lead: as tables in a terminal and as a page that needs no network."""

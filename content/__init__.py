"""Every word that a person reads, in every language, with the facts and sources behind it."""

"""Machine translation by a server of the operator's own, where one is configured."""

"""Tables of foreign files as grids of plain cells, for the import of a plan. Readers run in a child under limits."""

"""Table and text kit shared by `bind` and `convert`: cells, ledgers, tables, page sizes, typography."""

"""A day that a person types: 2025-07-01, "1 Juli 2025", 31/7/2025. What can be read in two ways is refused."""

from __future__ import annotations

import datetime as dt

import click

from dossier.typed_days import DayError, read_day


class DateArgument(click.ParamType[dt.date]):
    """A day in any spelling that means one day only."""

    name = "tanggal"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the day that `value` spells."""
        if isinstance(value, dt.date):
            return value
        try:
            return read_day(value)
        except DayError as error:
            self.fail(str(error), param, ctx)

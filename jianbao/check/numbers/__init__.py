"""Numbers that do not fit one another: sums, amounts, dates, ranges."""

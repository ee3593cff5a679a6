"""Templates and static files of a theme, and pages rendered by them with nothing impure in reach."""

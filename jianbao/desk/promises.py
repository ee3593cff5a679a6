"""The days within which a column promises to be updated, from data/columns.yaml."""

from pathlib import Path

from jianbao.settings.schema import Reader


def of(site: Path) -> dict[str, int]:
    """Column → days; the settings have looked at the rest of the file."""
    reader = Reader("data/columns.yaml")
    found = {}
    for name, node in reader.items(site / "data/columns.yaml"):
        for key, value in reader.mapping(node, name.text):
            if key.text == "promise" and (days := reader.number(value, key.text, 366)):
                found[name.text] = days
    return found

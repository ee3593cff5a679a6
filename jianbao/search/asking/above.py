"""What stands above the articles: entries that a query names, looked up where the manifest says there may be some."""

from jianbao.search import entries, hints
from jianbao.search.asking import spell
from jianbao.search.asking.index_reader import IndexReader


def found(store: IndexReader, text: str, *, brief: bool) -> list[entries.Found]:
    """The entries; a syllable that somebody is typing (``brief``) leads to all of them."""
    known = store.fold, store.readings.own, store.syllables
    if brief and spell.one_syllable(text, store.syllables):
        return []
    hint = hints.may_name(store.manifest["hints"], text, *known)
    if not any(hint):
        return []
    store.scripts.add("entries")
    return entries.found(store.entries, store.said if hint.said else [], text, *known)

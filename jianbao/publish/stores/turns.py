"""Creating an object once, in a store that cannot: put up a hand, look around, give way.

For stores without a create-only PUT (Huawei OBS as far as its documents tell, mounts without hard links)
whose listing shows at once what was put. Of two that try together both may give way, never both go on:
each shows its hand before it looks. Whoever sleeps longer than ``_DEAD`` between looking and putting
breaks it; publishers keep leases of an hour, so that takes two accidents.
"""

import uuid
from collections.abc import Mapping
from datetime import timedelta

from jianbao.publish.stores import Store

_DEAD = timedelta(minutes=10)


def create(store: Store, key: str, data: bytes, headers: Mapping[str, str]) -> bool:
    """False when the object exists, or somebody else is about to make it."""
    hand = f"{key}~{uuid.uuid4().hex}"
    store.put(hand, b"", headers)
    try:
        hands = list(store.list(f"{key}~"))
        mine = next((found for found in hands if found.key == hand), None)
        others = [found for found in hands if found.key != hand]
        # Looked for after the hands: who has taken his down by now has put the object before.
        stands = store.get(key)
        if stands is not None:
            return stands == data
        if mine is None or any(mine.modified - found.modified < _DEAD for found in others):
            return False
        store.put(key, data, headers)
        return True
    finally:
        store.delete([hand])

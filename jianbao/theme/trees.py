"""Templates as Jinja parses them."""

from jinja2 import nodes


def below(tree: nodes.Node) -> list[nodes.Node]:
    """All nodes below one, those first that stand first, as ``find_all`` finds them: it asks every node for every kind
    anew, and a small archive has more nodes of templates than it has words."""
    found: list[nodes.Node] = []
    following = [tree]
    while following:
        node = following.pop()
        found.append(node)
        inner: list[nodes.Node] = []
        for name in node.fields:
            value = getattr(node, name, None)
            if isinstance(value, nodes.Node):
                inner.append(value)
            elif type(value) is list:
                inner += [item for item in value if isinstance(item, nodes.Node)]
        following += reversed(inner)
    return found[1:]

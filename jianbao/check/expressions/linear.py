"""Whether a regular expression takes time linear in its text, judged by its structure, before it meets any text.

Python's engine tries one way after another. It is slow where many ways lead through the same characters and all of
them fail: a repeat in a repeat (a+)+, two repeats side by side that take the same \\d*\\d*, or one that can begin at
each character of the very run that it then walks through \\s+$. These are the ambiguities of automata (Weber and Seidl,
On the degree of ambiguity of finite automata, 1991): an expression is exponential when a state can be left and reached
again in two ways by one word, and at least quadratic when a word leads from p to p, from p to q and from q to q. A
search begins with a state that takes everything. Whatever has led past a point at which nothing more is wanted cannot
fail any more, and does not count.
"""

from re import _parser  # type: ignore[attr-defined]

from jianbao.check.expressions.automaton import Automaton, Graph, Node


def fault(pattern: str, flags: int = 0, mode: str = "search") -> str:
    """Why a pattern may take longer than linear time: ``exponential`` or ``quadratic``; "" when it does not.

    ``mode`` is how it is used: search (also for all matches, for replacing and splitting), match or fullmatch.
    """
    automaton = Automaton(_parser.parse(pattern, flags), mode)
    graph = automaton.graph()
    loops = [part for part in _components(graph) if len(part) > 1 or any(to in part for _, to in graph[min(part)])]
    if any(_twice(part, graph) for part in loops):
        return "exponential"
    return "quadratic" if any(_side_by_side(one, other, graph) for one in loops for other in loops) else ""


def _components(graph: Graph) -> list[frozenset[Node]]:
    """The strongly connected components (Tarjan), without recursion."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on: set[Node] = set()
    found: list[frozenset[Node]] = []
    for root in graph:
        work = [(root, iter(graph[root]))] if root not in index else []
        while work:
            node, ways = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
                on.add(node)
            for _, to in ways:
                if to not in index:
                    work.append((to, iter(graph[to])))
                    break
                if to in on:
                    low[node] = min(low[node], index[to])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = set()
                    while True:
                        one = stack.pop()
                        on.discard(one)
                        part.add(one)
                        if one == node:
                            break
                    found.append(frozenset(part))
    return found


def _twice(part: frozenset[Node], graph: Graph) -> bool:
    """Whether a word leads from a node back to it in two ways."""
    inside = {node: [(by, to) for by, to in graph[node] if to in part] for node in part}
    forward: dict[tuple[Node, Node], set[tuple[Node, Node]]] = {}
    pending = [(node, node) for node in part]
    while pending:
        pair = pending.pop()
        if pair in forward:
            continue
        forward[pair] = set()
        one, other = pair
        for n, (by, to) in enumerate(inside[one]):
            for m, (also, there) in enumerate(inside[other]):
                if by & also:
                    if one == other and to == there and n != m:
                        return True
                    forward[pair].add((to, there))
        pending += list(forward[pair])
    backward: dict[tuple[Node, Node], set[tuple[Node, Node]]] = {}
    for origin, tos in forward.items():
        for target in tos:
            backward.setdefault(target, set()).add(origin)
    back: set[tuple[Node, Node]] = set()
    pending = [(node, node) for node in part]
    while pending:
        for pair in backward.get(pending.pop(), ()):
            if pair not in back:
                back.add(pair)
                pending.append(pair)
    return any(one != other for one, other in back)


def _side_by_side(one: frozenset[Node], other: frozenset[Node], graph: Graph) -> bool:
    """Whether a word leads from a node of ``one`` to itself, on to a node of ``other``, and from that to itself."""
    if one == other:
        return False
    taken = 0
    for node in other:
        taken |= node.takes
    common = 0
    for node in one:
        common |= node.takes & taken
    return bool(common) and any(_pumped(p, q, one, other, graph) for p in one for q in other)


def _pumped(p: Node, q: Node, one: frozenset[Node], other: frozenset[Node], graph: Graph) -> bool:
    seen = set()
    pending = [(p, p, q)]
    while pending:
        x, y, z = pending.pop()
        for by, x2 in graph[x]:
            if x2 not in one:
                continue
            for also, z2 in graph[z]:
                if z2 not in other or not by & also:
                    continue
                for third, y2 in graph[y]:
                    if by & also & third and (x2, y2, z2) not in seen:
                        seen.add((x2, y2, z2))
                        pending.append((x2, y2, z2))
    return (p, q, q) in seen

"""Walk the requirements of a graph without recursion, so that long chains do no harm."""

from collections.abc import Collection, Iterable, Mapping

from engine.dmn.nodes import Decision, Key, Node


def in_order(
    nodes: Mapping[Key, Node], wanted: Iterable[Key], given: Collection[Key]
) -> tuple[Key, ...]:
    """Return the inputs and decisions that the wanted ones need, each after what it needs.

    What is given already is neither listed nor looked into.
    """
    ordered: dict[Key, None] = {}
    waiting = [(key, False) for key in reversed(list(wanted))]
    entered = set(given)
    while waiting:
        key, done = waiting.pop()
        if done:
            ordered[key] = None
        elif key not in entered and key in nodes:
            entered.add(key)
            waiting.append((key, True))
            waiting += [(each, False) for each in reversed(_needs(nodes[key]))]
    return tuple(ordered)


def _needs(node: Node) -> list[Key]:
    return [each.key for each in node.requirements] if isinstance(node, Decision) else []


def cycle(nodes: Mapping[Key, Node]) -> Key | None:
    """Return a decision that needs itself in the end, None where there is none."""
    left = {key: set(_needs(node)) & nodes.keys() for key, node in nodes.items()}
    users: dict[Key, list[Key]] = {}
    for key, needs in left.items():
        for need in needs:
            users.setdefault(need, []).append(key)
    free = [key for key, needs in left.items() if not needs]
    while free:
        key = free.pop()
        del left[key]
        for user in users.get(key, ()):
            left[user].discard(key)
            if not left[user]:
                free.append(user)
    return next(iter(left), None)

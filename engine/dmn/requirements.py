"""Walk the requirements of a graph without recursion, so that long chains do no harm."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from engine.dmn.nodes import Decision, Key, Node, Requirement, Site


def in_order(
    nodes: Mapping[Key, Node], wanted: Iterable[Site], given: Collection[Site]
) -> tuple[Site, ...]:
    """Return what the wanted decisions need and they themselves, each after what it needs.

    What is given already is neither listed nor looked into.
    """
    ordered: dict[Site, None] = {}
    waiting = [(site, False) for site in reversed(list(wanted))]
    entered = set(given)
    while waiting:
        site, done = waiting.pop()
        if done:
            ordered[site] = None
        elif site not in entered:
            entered.add(site)
            waiting.append((site, True))
            needs = reversed(_needs(nodes[site.key]))
            waiting += [(each.site(site.path), False) for each in needs]
    return tuple(ordered)


def _needs(node: Node) -> Sequence[Requirement]:
    return node.requirements if isinstance(node, Decision) else ()


def cycle(nodes: Mapping[Key, Node]) -> Key | None:
    """Return a decision that needs itself in the end, None where there is none."""
    left = {key: {each.key for each in _needs(node)} for key, node in nodes.items()}
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

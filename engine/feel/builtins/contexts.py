"""Functions of contexts (DMN 1.5, 10.3.4.11)."""

from engine.feel.builtins.declarations import Declaration
from engine.feel.problems import Problem
from engine.feel.values import Value, kind


def _get_value(context: dict[str, Value], key: str) -> Value:
    if key not in context:
        raise Problem("no_such_entry", name=key)
    return context[key]


def _get_entries(context: dict[str, Value]) -> list[Value]:
    return [{"key": key, "value": value} for key, value in context.items()]


def _context(entries: list[Value]) -> dict[str, Value]:
    built: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            raise Problem("wrong_item", wanted="context", given=kind(entry))
        key = entry["key"]
        if not isinstance(key, str):
            raise Problem("wrong_item", wanted="string", given=kind(key))
        if key in built:
            raise Problem("duplicate_key", name=key)
        built[key] = entry["value"]
    return built


def _put(context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    return {**context, key: value}


def _put_deep(context: dict[str, Value], keys: list[Value], value: Value) -> dict[str, Value]:
    """Put a value at the end of a path of keys, all of which but the last lead to contexts."""
    if not keys:
        raise Problem("too_few_items", wanted=1)
    for key in keys:
        if not isinstance(key, str):
            raise Problem("wrong_item", wanted="string", given=kind(key))
    way: list[dict[str, Value]] = [context]
    for key in keys[:-1]:
        inner = way[-1].get(key)
        if not isinstance(inner, dict):
            raise Problem("no_such_entry", name=key)
        way.append(inner)
    for outer, key in zip(reversed(way), reversed(keys), strict=True):
        value = {**outer, key: value}
    result: dict[str, Value] = value
    return result


def _merge(contexts: list[Value]) -> dict[str, Value]:
    merged: dict[str, Value] = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise Problem("wrong_item", wanted="context", given=kind(context))
        merged.update(context)
    return merged


FUNCTIONS: tuple[Declaration, ...] = (
    ("get value(m: context, key: string)", _get_value),
    ("get entries(m: context)", _get_entries),
    ("context(entries: list)", _context),
    ("context put(context: context, key: string, value: any?)", _put),
    ("context put(context: context, keys: list, value: any?)", _put_deep),
    ("context merge(contexts: list)", _merge),
)

"""`for`, `some` and `every`."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from engine.feel.budgets import Evaluation
from engine.feel.evaluation.compiling import Compiled, Compiler
from engine.feel.evaluation.scopes import Frame, Scope
from engine.feel.grammar import tree
from engine.feel.problems import Problem
from engine.feel.temporal import Date, date_of, day_number
from engine.feel.values import Range, Value, adopt, kind

_PARTIAL = "partial"
# a variable, its domain, and the end of a domain that is written with two dots
Domain = tuple[str, Compiled, Compiled | None]


def loop(node: tree.For, compiler: Compiler) -> Compiled:
    """Compile `for`; `partial` is the list of results so far."""
    compiler.builds = True
    domains = _domains(node.iterators, compiler)
    outside, compiler.mentioned = compiler.mentioned, set()
    names = [*(iterator.name for iterator in node.iterators), _PARTIAL]
    body = compiler.within(names, node.body)
    looks_back = _PARTIAL in compiler.mentioned
    compiler.mentioned |= outside

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        results: list[Value] = []
        try:
            for frame in _frames(domains, scope, evaluation):
                if looks_back:
                    evaluation.spend(len(results))
                    seen = Frame({_PARTIAL: list(results)}, frame)
                    results.append(body(seen, evaluation))
                else:
                    results.append(body(frame, evaluation))
                evaluation.hold(len(results))
        except Problem as problem:
            return evaluation.warn(problem.code, **problem.parameters)
        return results

    return run


def quantified(node: tree.Quantified, compiler: Compiler) -> Compiled:
    """Compile `some` and `every`: a deciding item wins over null."""
    domains = _domains(node.iterators, compiler)
    condition = compiler.within([each.name for each in node.iterators], node.condition)
    decisive = node.quantifier == "some"

    def run(scope: Scope, evaluation: Evaluation) -> Value:
        result: bool | None = not decisive
        try:
            for frame in _frames(domains, scope, evaluation):
                passed = condition(frame, evaluation)
                if passed is decisive:
                    return decisive
                if not isinstance(passed, bool):
                    result = evaluation.warn("not_boolean", given=kind(passed))
        except Problem as problem:
            return evaluation.warn(problem.code, **problem.parameters)
        return result

    return run


def _domains(iterators: tuple[tree.Iterator, ...], compiler: Compiler) -> list[Domain]:
    domains: list[Domain] = []
    names: list[str] = []
    for iterator in iterators:
        domain = compiler.within(names, iterator.domain)
        end = None if iterator.end is None else compiler.within(names, iterator.end)
        domains.append((iterator.name, domain, end))
        names.append(iterator.name)
    return domains


def _frames(domains: list[Domain], scope: Scope, evaluation: Evaluation) -> Iterator[Scope]:
    """Go through all combinations, the last variable fastest."""
    (name, domain, end), rest = domains[0], domains[1:]
    first = domain(scope, evaluation)
    values = _values(first) if end is None else _steps(first, end(scope, evaluation))
    for value in values:
        evaluation.spend(1)
        frame = Frame({name: adopt(value)}, scope)
        if rest:
            yield from _frames(rest, frame, evaluation)
        else:
            yield frame


def _values(domain: Value) -> Iterable[Value]:
    if isinstance(domain, list):
        return domain
    if isinstance(domain, Range):
        return _range_values(domain)
    if domain is None:
        raise Problem("null_operand", operator="for")
    return [domain]


def _range_values(interval: Range) -> Iterable[Value]:
    """Go through the whole numbers or days of a range."""
    if interval.start is None or interval.end is None:
        raise Problem("endless_range")
    return (
        value
        for value in _steps(interval.start, interval.end)
        if (interval.start_included or value != interval.start)
        and (interval.end_included or value != interval.end)
    )


def _steps(first: Value, last: Value) -> Iterable[Value]:
    if isinstance(first, Decimal) and isinstance(last, Decimal):
        if first != first.to_integral_value() or last != last.to_integral_value():
            raise Problem("not_whole", text=f"{first}..{last}")
        return map(Decimal, _count(int(first), int(last)))
    if isinstance(first, Date) and isinstance(last, Date):
        return map(date_of, _count(day_number(first), day_number(last)))
    raise Problem("invalid_range", start=kind(first), end=kind(last))


def _count(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)

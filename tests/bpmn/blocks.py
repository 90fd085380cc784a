"""Random diagrams, built of blocks so that every way out of a fork leads into its join."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.bpmn.drawing import (
    call,
    catch_message,
    catch_timer,
    draw,
    end,
    exclusive,
    flow,
    inclusive,
    message_on,
    milestone,
    parallel,
    path,
    process,
    race,
    service,
    start,
    sub_process,
    timer_on,
    user,
)

# a plan is a nested list: [kind, …inner plans]
_LEAVES = st.sampled_from(["user", "service", "milestone", "timer", "message", "race"])
PLANS: Any = st.recursive(
    _LEAVES.map(lambda kind: [kind]),
    lambda inner: st.one_of(
        st.tuples(st.just("sequence"), inner, inner),
        st.tuples(st.sampled_from(["exclusive", "parallel", "inclusive"]), inner, inner),
        st.tuples(st.sampled_from(["call", "sub", "loop", "timed", "told", "reminded"]), inner),
    ).map(list),
    max_leaves=7,
)


@dataclass
class _Drawing:
    # stock SpiffWorkflow mixes up the rounds of a join inside a loop
    in_loop: bool = False
    parts: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    count: list[int] = field(default_factory=lambda: [0])

    def name(self, kind: str) -> str:
        self.count[0] += 1
        return f"{kind}_{self.count[0]}"

    def inside(self) -> _Drawing:
        return _Drawing(self.in_loop, [], self.processes, self.messages, self.count)


def diagram(plan: list[Any]) -> bytes:
    """Draw the process `p` of a plan."""
    drawing = _Drawing()
    whole = process("p", *_body(drawing, plan, "p"))
    return draw(whole, *drawing.processes, messages=tuple(drawing.messages))


def _body(drawing: _Drawing, plan: list[Any], name: str) -> list[str]:
    inner = drawing.inside()
    first, last = _block(inner, plan)
    begin, finish = f"start_{name}", f"end_{name}"
    return [
        start(begin),
        end(finish),
        *inner.parts,
        path(begin, first),
        path(last, finish),
    ]


def _block(drawing: _Drawing, plan: list[Any]) -> tuple[str, str]:
    kind, *inner = plan
    return _BLOCKS[kind](drawing, *inner)


def _leaf(drawing: _Drawing, kind: str, make: Any) -> tuple[str, str]:
    name = drawing.name(kind)
    drawing.parts.append(make(name))
    return name, name


def _message(drawing: _Drawing) -> tuple[str, str]:
    name = drawing.name("message")
    drawing.messages.append(f"m_{name}")
    drawing.parts.append(catch_message(name, f"m_{name}"))
    return name, name


def _race(drawing: _Drawing) -> tuple[str, str]:
    gateway, merge = drawing.name("race"), drawing.name("won")
    (left, _), (right, _) = _message(drawing), _message(drawing)
    drawing.parts += [race(gateway), exclusive(merge)]
    drawing.parts += [path(gateway, left, merge), path(gateway, right, merge)]
    return gateway, merge


def _sequence(drawing: _Drawing, one: list[Any], two: list[Any]) -> tuple[str, str]:
    (first, middle), (after, last) = _block(drawing, one), _block(drawing, two)
    drawing.parts.append(flow(middle, after))
    return first, last


def _exclusive(drawing: _Drawing, one: list[Any], two: list[Any]) -> tuple[str, str]:
    split, merge = drawing.name("choice"), drawing.name("merge")
    (left, left_end), (right, right_end) = _block(drawing, one), _block(drawing, two)
    drawing.parts += [exclusive(split, right), exclusive(merge)]
    drawing.parts += [flow(split, left, split), flow(split, right)]
    drawing.parts += [flow(left_end, merge), flow(right_end, merge)]
    return split, merge


def _parallel(drawing: _Drawing, one: list[Any], two: list[Any]) -> tuple[str, str]:
    if drawing.in_loop:
        return _sequence(drawing, one, two)
    fork, join = drawing.name("fork"), drawing.name("join")
    (left, left_end), (right, right_end) = _block(drawing, one), _block(drawing, two)
    drawing.parts += [parallel(fork), parallel(join)]
    drawing.parts += [path(fork, left), path(left_end, join)]
    drawing.parts += [path(fork, right), path(right_end, join)]
    return fork, join


def _inclusive(drawing: _Drawing, one: list[Any], two: list[Any]) -> tuple[str, str]:
    if drawing.in_loop:
        return _sequence(drawing, one, two)
    split, join, skip = drawing.name("some"), drawing.name("all"), drawing.name("skip")
    (left, left_end), (right, right_end) = _block(drawing, one), _block(drawing, two)
    drawing.parts += [inclusive(split, skip), inclusive(join), milestone(skip)]
    drawing.parts += [flow(split, left, split), flow(split, right, f"{split}_too")]
    drawing.parts += [path(split, skip, join), flow(left_end, join), flow(right_end, join)]
    return split, join


def _called(drawing: _Drawing, plan: list[Any]) -> tuple[str, str]:
    name = drawing.name("called")
    drawing.processes.append(process(name, *_body(drawing, plan, name)))
    caller = drawing.name("call")
    drawing.parts.append(call(caller, name))
    return caller, caller


def _sub(drawing: _Drawing, plan: list[Any]) -> tuple[str, str]:
    name = drawing.name("sub")
    drawing.parts.append(sub_process(name, *_body(drawing, plan, name)))
    return name, name


def _loop(drawing: _Drawing, plan: list[Any]) -> tuple[str, str]:
    outside, drawing.in_loop = drawing.in_loop, True
    again, rest, done = drawing.name("again"), drawing.name("rest"), drawing.name("done")
    first, last = _block(drawing, plan)
    drawing.in_loop = outside
    drawing.parts += [exclusive(again), user(rest), exclusive(done, again)]
    drawing.parts += [path(again, first), path(last, rest, done), flow(done, again)]
    leave = drawing.name("leave")
    drawing.parts += [milestone(leave), flow(done, leave, done)]
    return again, leave


def _timed(drawing: _Drawing, plan: list[Any]) -> tuple[str, str]:
    return _interrupted(
        drawing,
        plan,
        lambda host, name: timer_on(host, name, "P1D", "timeDuration", interrupting=True),
    )


def _told(drawing: _Drawing, plan: list[Any]) -> tuple[str, str]:
    def event(host: str, name: str) -> str:
        drawing.messages.append(f"m_{name}")
        return message_on(host, name, f"m_{name}")

    return _interrupted(drawing, plan, event)


def _interrupted(drawing: _Drawing, plan: list[Any], event: Any) -> tuple[str, str]:
    host, _ = _called(drawing, plan)
    name, merge = drawing.name("stopped"), drawing.name("merge")
    drawing.parts += [event(host, name), exclusive(merge), path(name, merge), path(host, merge)]
    return host, merge


def _reminded(drawing: _Drawing, plan: list[Any]) -> tuple[str, str]:
    host, _ = _called(drawing, plan)
    name, tell, told = drawing.name("due"), drawing.name("tell"), drawing.name("told")
    drawing.parts.append(timer_on(host, name, "P1D", "timeDuration"))
    drawing.parts += [service(tell, f"{tell}.tell"), end(told), path(name, tell, told)]
    return host, host


_BLOCKS: dict[str, Any] = {
    "user": lambda drawing: _leaf(drawing, "user", user),
    "service": lambda drawing: _leaf(drawing, "service", lambda name: service(name, f"{name}.do")),
    "milestone": lambda drawing: _leaf(drawing, "milestone", milestone),
    "timer": lambda drawing: _leaf(drawing, "timer", lambda name: catch_timer(name, "P1D")),
    "message": _message,
    "race": _race,
    "sequence": _sequence,
    "exclusive": _exclusive,
    "parallel": _parallel,
    "inclusive": _inclusive,
    "call": _called,
    "sub": _sub,
    "loop": _loop,
    "timed": _timed,
    "told": _told,
    "reminded": _reminded,
}

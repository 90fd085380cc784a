"""Strategies for hypothesis: trees, texts and variables of every kind."""

from decimal import Decimal

from hypothesis import strategies as st

from engine.feel.grammar import tokens, tree
from engine.feel.types import ContextType, FunctionType, ListType, NamedType, RangeType, SimpleType

NAMES = frozenset(
    {"a", "b", "depth", "Full Name", "working days", "Student's name", "Loan 2.1", "fn library"}
)
_SPACED = sorted(NAMES)
_words = st.sampled_from(["x", "y", "item", "partial", "list", "date", "姓名", "_a1", "abs"])
_names = st.sampled_from(_SPACED) | _words | st.just("?")
_numbers = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**20
)
_strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_literals = st.builds(
    tree.Literal,
    st.none()
    | st.booleans()
    | _strings
    | _numbers
    | _numbers.map(lambda number: -number or number),
)
_types = st.recursive(
    st.sampled_from(["number", "string", "Any", "date and time", "list"]).map(SimpleType)
    | st.just(NamedType("tPerson")),
    lambda inner: st.one_of(
        st.builds(ListType, inner),
        st.builds(RangeType, inner),
        st.builds(FunctionType, st.lists(inner, max_size=2).map(tuple), inner),
        st.builds(ContextType, st.lists(st.tuples(_words, inner), max_size=2).map(tuple)),
    ),
    max_leaves=4,
)


def _some(inner, least=0):
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


@st.composite
def _arithmetic(draw, inner):
    operators = draw(st.sampled_from([("+", "-"), ("*", "/"), ("**",)]))
    chain = draw(st.lists(st.sampled_from(operators), min_size=1, max_size=3))
    operands = draw(st.lists(inner, min_size=len(chain) + 1, max_size=len(chain) + 1))
    return tree.Arithmetic(tuple(operands), tuple(chain))


def _nodes(inner):
    iterators = _some(st.builds(tree.Iterator, _words, inner, st.none() | inner), least=1)
    point = st.builds(tree.PointTest, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner)
    return st.one_of(
        st.builds(tree.Path, inner, _words),
        st.builds(tree.Filter, inner, inner),
        st.builds(tree.Call, inner, _some(inner)),
        st.builds(tree.NamedCall, inner, _some(st.tuples(_words, inner), least=1)),
        st.builds(tree.Negation, inner),
        _arithmetic(inner),
        st.builds(
            tree.Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner
        ),
        st.builds(tree.Between, inner, inner, inner),
        st.builds(tree.In, inner, _some(inner | point, least=1)),
        st.builds(tree.Conjunction, _some(inner, least=2)),
        st.builds(tree.Disjunction, _some(inner, least=2)),
        st.builds(tree.InstanceOf, inner, _types),
        st.builds(tree.If, inner, inner, inner),
        st.builds(tree.For, iterators, inner),
        st.builds(tree.Quantified, st.sampled_from(["some", "every"]), iterators, inner),
        st.builds(tree.ListLiteral, _some(inner)),
        st.builds(tree.ContextLiteral, _some(st.tuples(_words | _strings, inner))),
        st.builds(tree.RangeLiteral, inner, inner, st.booleans(), st.booleans()),
        point,
        st.builds(
            tree.FunctionDefinition,
            _some(st.tuples(_words, st.none() | _types)),
            inner,
        ),
    )


def nodes():
    """Make trees of every kind of node."""
    leaves = st.one_of(
        _literals, st.builds(tree.Name, _names), st.builds(tree.AtLiteral, _strings)
    )
    return st.recursive(leaves, _nodes, max_leaves=12)


_PIECES = [
    *sorted(tokens.KEYWORDS),
    *"+-*/=<>()[]{},:.@?'#\"",
    "..", "**", "<=", ">=", "!=", "1", "2.5", ".5", "1e3", "x", "Full Name",
    '"x"', '@"2026-03-18"',
    "item", "date and time", "string length", "of", "not", "\n", "// c", "/* c */", "external",
    "list", "function<", "instance of",
]  # fmt: skip


def soups():
    """Make texts that look like FEEL but hardly ever are."""
    return st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join)


def values():
    """Make values that a caller may hand in, wrong ones among them."""
    leaves = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.decimals(),
        st.text(max_size=8),
        st.dates(),
        st.times(),
        st.datetimes(),
        st.timedeltas(),
        st.builds(object),
        st.just(Decimal(3)),
        st.binary(max_size=3),
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(max_size=4) | _words, inner, max_size=4)
            | st.tuples(inner, inner)
        ),
        max_leaves=8,
    )


def json_values():
    """Make values as a JSON reader gives them."""
    return st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**30), 10**30)
        | st.floats(-1e20, 1e20)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=4), inner),
        max_leaves=10,
    )


def variables():
    """Make variables for the names that trees ask for."""
    return st.dictionaries(_names, values(), max_size=6)

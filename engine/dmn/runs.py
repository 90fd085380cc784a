"""One evaluation of a model: values of nodes are made once, each after what it requires."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.dmn import functions, requirements
from engine.dmn.functions import FunctionDefinition, Parameter
from engine.dmn.models import Model
from engine.dmn.nodes import (
    DecisionService,
    InputData,
    KnowledgeModel,
    Requirement,
    Site,
)
from engine.dmn.scopes import Scope, Trace
from engine.feel.values import Function, Value, adopt


@dataclass(slots=True)
class Run:
    """The values made so far from the variables given."""

    model: Model
    variables: Mapping[str, Value]
    trace: Trace
    values: dict[Site, Value] = field(default_factory=dict)
    # the input data looked at, by name
    inputs: dict[str, Value] = field(default_factory=dict)

    @property
    def functions(self) -> Mapping[str, Value]:
        """The functions of the product, those among the variables before those of the model."""
        given = {
            name: value for name, value in self.variables.items() if isinstance(value, Function)
        }
        return {**self.model.functions, **given}

    def decide(self, wanted: Sequence[Site]) -> list[Value]:
        """Return the values of decisions."""
        for site in requirements.in_order(self.model.nodes, wanted, self.values):
            self.value(site)
        return [self.values[site] for site in wanted]

    def serve(
        self, service: DecisionService, path: tuple[str, ...], given: Sequence[Value]
    ) -> Value:
        """Return the output of a decision service at the end of a path of imports.

        `given` are the values of its inputs, in their order.
        """
        sites = [each.site(path) for each in service.inputs]
        values = dict(zip(sites, given, strict=True))
        inner = Run(self.model, self.functions, self.trace, values)
        outputs = inner.decide([each.site(path) for each in service.outputs])
        names = [each.name for each in service.outputs]
        value = outputs[0] if len(outputs) == 1 else dict(zip(names, outputs, strict=True))
        return service.checked.of_result().coerce(value, self.trace)

    def given(self, site: Site) -> Value:
        """Return the variable that stands for an input or a decision without logic."""
        node = self.model.nodes[site.key]
        value = node.checked.coerce(_adopted(self._variable(site)), self.trace)
        self.inputs[".".join((*site.path, node.name))] = value
        return value

    def value(self, site: Site) -> Value:
        """Return the value of a node; a knowledge model or service is a function."""
        if site not in self.values:
            self.values[site] = self._made(site)
        return self.values[site]

    def _made(self, site: Site) -> Value:
        node = self.model.nodes[site.key]
        if isinstance(node, KnowledgeModel):
            return self._function(node, site)
        if isinstance(node, DecisionService):
            return self._service(node, site)
        if isinstance(node, InputData) or node.logic is None:
            return self.given(site)
        scope = self._scope(node.requirements, site)
        value = self.trace.evaluation.weigh(node.logic.evaluate(scope))
        return node.checked.coerce(value, self.trace)

    def _scope(self, needed: Iterable[Requirement], site: Site) -> Scope:
        own: dict[str, Value] = {}
        imported: dict[str, dict[str, Value]] = {}
        for requirement in needed:
            value = self.value(requirement.site(site.path))
            if requirement.alias:
                imported.setdefault(requirement.alias, {})[requirement.name] = value
            else:
                own[requirement.name] = value
        return Scope({**self.functions, **imported, **own}, self.trace)

    def _function(self, knowledge: KnowledgeModel, site: Site) -> Value:
        definition = knowledge.logic
        if not isinstance(definition, FunctionDefinition):
            return None if definition is None else definition.evaluate(Scope({}, self.trace))

        def body(arguments: Mapping[str, Value]) -> Value:
            # made when called, so that knowledge models may call each other and themselves
            scope = self._scope(knowledge.requirements, site)
            own = {knowledge.name: self.value(site)}
            value = definition.body.evaluate(scope.holding({**own, **arguments}))
            return definition.result.of_result().coerce(value, self.trace)

        result = knowledge.checked.of_result()
        return functions.function(site.key.id, definition.parameters, body, result, self.trace)

    def _service(self, service: DecisionService, site: Site) -> Value:
        parameters = [
            Parameter(each.name, self.model.nodes[each.key].checked) for each in service.inputs
        ]

        def body(arguments: Mapping[str, Value]) -> Value:
            return self.serve(service, site.path, list(arguments.values()))

        result = service.checked.of_result()
        return functions.function(site.key.id, parameters, body, result, self.trace)

    def _variable(self, site: Site) -> Value:
        """Return a variable by its name; one of an import may be in a context or qualified."""
        name = self.model.nodes[site.key].name
        context: Value = self.variables
        for alias in site.path:
            context = context.get(alias) if isinstance(context, Mapping) else None
        if isinstance(context, Mapping) and name in context:
            return context[name]
        qualified = f"{{{site.key.namespace}}}{name}", ".".join((*site.path, name)), name
        return next((self.variables[each] for each in qualified if each in self.variables), None)


def _adopted(value: object) -> Value:
    """Return a value of Python's own types as FEEL has it, what is inside it too."""
    own = adopt(value)
    if isinstance(own, list):
        return [_adopted(each) for each in own]
    if isinstance(own, dict):
        return {name: _adopted(each) for name, each in own.items()}
    return own

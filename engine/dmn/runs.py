"""One evaluation of a model: values of nodes are made once, each after what it requires."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.dmn import functions, requirements
from engine.dmn.functions import FunctionDefinition, Parameter
from engine.dmn.item_types import Signature
from engine.dmn.models import Model
from engine.dmn.nodes import Decision, DecisionService, InputData, Key, KnowledgeModel, Requirement
from engine.dmn.scopes import Scope, Trace
from engine.dmn.type_checks import Checked
from engine.feel.values import Value


@dataclass(slots=True)
class Run:
    """The values made so far from the variables given."""

    model: Model
    variables: Mapping[str, Value]
    trace: Trace
    values: dict[Key, Value] = field(default_factory=dict)
    # the input data looked at, by name
    inputs: dict[str, Value] = field(default_factory=dict)

    def decide(self, wanted: Sequence[Key]) -> list[Value]:
        """Return the values of decisions."""
        for key in requirements.in_order(self.model.nodes, wanted, self.values):
            self.values[key] = self._made(key)
        return [self.values[key] for key in wanted]

    def serve(self, service: DecisionService, given: Mapping[Key, Value]) -> Value:
        """Return the output of a decision service whose inputs have these values."""
        inner = Run(self.model, {}, self.trace, dict(given))
        outputs = inner.decide(service.outputs)
        names = [self.model.nodes[key].name for key in service.outputs]
        value = outputs[0] if len(outputs) == 1 else dict(zip(names, outputs, strict=True))
        return _result(service.checked).coerce(value, self.trace)

    def given(self, key: Key) -> Value:
        """Return the variable that stands for an input or a decision without logic."""
        node = self.model.nodes[key]
        value = node.checked.coerce(self._variable(key.namespace, node.name), self.trace)
        self.inputs[node.name] = value
        return value

    def value(self, key: Key) -> Value:
        """Return the value of a node; a knowledge model or service is a function."""
        if key not in self.values:
            self.values[key] = self._made(key)
        return self.values[key]

    def _made(self, key: Key) -> Value:
        match self.model.nodes[key]:
            case Decision(logic=None) | InputData():
                return self.given(key)
            case Decision() as decision:
                return self._decision(decision)
            case KnowledgeModel() as knowledge:
                return self._function(knowledge)
            case DecisionService() as service:
                return self._service(service)

    def _decision(self, decision: Decision) -> Value:
        if decision.logic is None:
            return None
        value = decision.logic.evaluate(self._scope(decision.requirements))
        return decision.checked.coerce(value, self.trace)

    def _scope(self, needed: Iterable[Requirement]) -> Scope:
        variables: dict[str, Value] = dict(self.model.functions)
        for requirement in needed:
            inner = variables
            for alias in requirement.path[:-1]:
                found = inner.setdefault(alias, {})
                inner = found if isinstance(found, dict) else {}
            inner[requirement.path[-1]] = self.value(requirement.key)
        return Scope(variables, self.trace)

    def _function(self, knowledge: KnowledgeModel) -> Value:
        definition = knowledge.logic
        if not isinstance(definition, FunctionDefinition):
            return None if definition is None else definition.evaluate(Scope({}, self.trace))

        def body(arguments: Mapping[str, Value]) -> Value:
            # made when called, so that knowledge models may call each other and themselves
            scope = self._scope(knowledge.requirements)
            own = {knowledge.name: self.value(knowledge.key)}
            value = definition.body.evaluate(scope.holding({**own, **arguments}))
            return definition.result.coerce(value, self.trace)

        return functions.function(
            knowledge.key.id, definition.parameters, body, _result(knowledge.checked), self.trace
        )

    def _service(self, service: DecisionService) -> Value:
        nodes = [self.model.nodes[key] for key in service.inputs]
        parameters = [Parameter(node.name, node.checked) for node in nodes]

        def body(arguments: Mapping[str, Value]) -> Value:
            return self.serve(service, dict(zip(service.inputs, arguments.values(), strict=True)))

        return functions.function(
            service.key.id, parameters, body, _result(service.checked), self.trace
        )

    def _variable(self, namespace: str, name: str) -> Value:
        """Return a variable by its name; one of an import may be inside a context or qualified."""
        path = self.model.paths.get(namespace, ())
        context: Value = dict(self.variables)
        for alias in path:
            context = context.get(alias) if isinstance(context, dict) else None
        if isinstance(context, dict) and name in context:
            return context[name]
        for spelling in (f"{{{namespace}}}{name}", ".".join((*path, name)), name):
            if spelling in self.variables:
                return self.variables[spelling]
        return None


def _result(checked: Checked) -> Checked:
    """Return the check of a result where the type of a function is that of the whole function."""
    resolved = checked.types.resolve(checked.item_type)
    if not isinstance(resolved, Signature):
        return checked
    return Checked(checked.element, resolved.result, checked.types)

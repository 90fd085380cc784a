// Reads and writes what the engine knows of an element: its spiffworkflow properties and friends.
import { is } from "bpmn-js/lib/util/ModelUtil";

const extension = (bo, type) => bo.extensionElements?.values?.find((value) => value.$type === type);

export function property(bo, name) {
  const found = extension(bo, "spiffworkflow:Properties")?.properties ?? [];
  return found.find((each) => each.name === name)?.value ?? "";
}

export function operator(bo) {
  return extension(bo, "spiffworkflow:ServiceTaskOperator");
}

export function decision(bo) {
  return extension(bo, "spiffworkflow:CalledDecisionId")?.decision ?? "";
}

export function message(bo) {
  return bo.eventDefinitions?.find((each) => is(each, "bpmn:MessageEventDefinition"));
}

export function timer(bo) {
  return bo.eventDefinitions?.find((each) => is(each, "bpmn:TimerEventDefinition"));
}

const TIMES = ["timeDate", "timeDuration", "timeCycle"];

export function timerKind(bo) {
  const definition = timer(bo);
  return TIMES.find((kind) => definition[kind]) ?? "timeDate";
}

export function timerText(bo) {
  return timer(bo)[timerKind(bo)]?.body ?? "";
}

// Names in other scripts may come down to the same id.
function freeId(wanted, known) {
  const taken = new Set(known.map((each) => each.id));
  let id = wanted;
  for (let number = 2; taken.has(id); number++) id = `${wanted}_${number}`;
  return id;
}

// Every writer goes through the command stack, so that undo takes it back.
export function writers(modeling, moddle) {
  const withExtension = (element, type, made, bo = element.businessObject) => {
    const kept = (bo.extensionElements?.values ?? []).filter((value) => value.$type !== type);
    const values = made ? [...kept, made] : kept;
    const holder = values.length ? moddle.create("bpmn:ExtensionElements", { values }) : undefined;
    for (const value of values) value.$parent = holder;
    modeling.updateModdleProperties(element, bo, { extensionElements: holder });
  };
  return {
    attribute: (element, name, value) => modeling.updateProperties(element, { [name]: value || undefined }),
    // of the process behind a pool
    process(element, name, value) {
      modeling.updateModdleProperties(element, element.businessObject.processRef, { [name]: value || undefined });
    },
    property(element, name, value, bo = element.businessObject) {
      const old = extension(bo, "spiffworkflow:Properties")?.properties ?? [];
      const pairs = old.filter((each) => each.name !== name).map(({ name, value }) => ({ name, value }));
      if (value) pairs.push({ name, value });
      const properties = pairs.map((pair) => moddle.create("spiffworkflow:Property", pair));
      const made = properties.length ? moddle.create("spiffworkflow:Properties", { properties }) : null;
      withExtension(element, "spiffworkflow:Properties", made, bo);
    },
    operator(element, change) {
      const old = operator(element.businessObject);
      const pair = { id: old?.id, resultVariable: old?.resultVariable, ...change };
      const made = pair.id || pair.resultVariable ? moddle.create("spiffworkflow:ServiceTaskOperator", pair) : null;
      withExtension(element, "spiffworkflow:ServiceTaskOperator", made);
    },
    decision(element, id) {
      const made = id ? moddle.create("spiffworkflow:CalledDecisionId", { decision: id }) : null;
      withExtension(element, "spiffworkflow:CalledDecisionId", made);
    },
    // messages stand beside the processes and are shared by all events that name them
    message(element, name) {
      const definition = message(element.businessObject);
      let root = element.businessObject;
      while (root.$parent) root = root.$parent;
      const known = root.rootElements ?? [];
      let named = name ? known.find((each) => is(each, "bpmn:Message") && each.name === name) : undefined;
      if (name && !named) {
        named = moddle.create("bpmn:Message", { id: freeId(`message_${name.replace(/[^A-Za-z0-9_]/g, "_")}`, known), name });
        named.$parent = root;
        modeling.updateModdleProperties(element, root, { rootElements: [...known, named] });
      }
      modeling.updateModdleProperties(element, definition, { messageRef: named });
    },
    condition(element, body) {
      const conditionExpression = body ? moddle.create("bpmn:FormalExpression", { body }) : undefined;
      modeling.updateProperties(element, { conditionExpression });
    },
    timer(element, kind, body) {
      const times = Object.fromEntries(TIMES.map((each) => [each, undefined]));
      times[kind] = moddle.create("bpmn:FormalExpression", { body });
      modeling.updateModdleProperties(element, timer(element.businessObject), times);
    },
  };
}

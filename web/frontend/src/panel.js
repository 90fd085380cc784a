// The properties panel: for the selected element, the facts that the engine reads.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { decision, message, operator, property, timer, timerKind, timerText, writers } from "./elements.js";

const isAny = (bo, ...types) => types.some((type) => is(bo, type));
const NAMED = (bo) => !isAny(bo, "bpmn:Collaboration", "bpmn:Participant");

// One line a field: its key in the words, how it is entered, whom it is for, reading, writing.
function fields(write, data) {
  const own = (name, options) => ({
    key: name.replace(":", "_").replace("-", "_"),
    read: (bo) => property(bo, name),
    write: (element, value) => write.property(element, name, value),
    ...options,
  });
  const attribute = (name, options) => ({
    key: name,
    read: (bo) => bo[name] ?? "",
    write: (element, value) => write.attribute(element, name, value),
    ...options,
  });
  const actor = (bo) => isAny(bo, "bpmn:Lane", "bpmn:UserTask");
  const person = (bo) => actor(bo) || awaits(bo);
  const sends = (bo) => is(bo, "bpmn:ThrowEvent") && hasMessage(bo);
  const timed = (bo) => is(bo, "bpmn:Event") && timer(bo);
  const boundary = (bo) => is(bo, "bpmn:BoundaryEvent") && timer(bo);
  const pool = (bo) => is(bo, "bpmn:Participant") && bo.processRef;
  const ofProcess = (key, name) => ({
    key,
    for: pool,
    read: (bo) => bo.processRef[name] ?? "",
    write: (element, value) => write.process(element, name, value),
  });
  const namedProcess = (key, name) => ({
    key,
    for: pool,
    read: (bo) => property(bo.processRef, name),
    write: (element, value) => write.property(element, name, value, getBusinessObject(element).processRef),
  });
  return [
    ofProcess("process_id", "id"),
    ofProcess("process_name", "name"),
    namedProcess("name_zh_Hans", "name:zh-Hans"),
    namedProcess("name_es", "name:es"),
    attribute("id", { for: (bo) => !pool(bo) }),
    attribute("name", { for: NAMED }),
    own("name:zh-Hans", { for: NAMED }),
    own("name:es", { for: NAMED }),
    own("role", { for: person, choose: data.roles }),
    own("jurisdiction", { for: person, choose: data.jurisdictions }),
    own("separateFrom", { for: (bo) => is(bo, "bpmn:UserTask") }),
    own("menuPath", { for: (bo) => is(bo, "bpmn:UserTask") }),
    own("explanation", { for: (bo) => is(bo, "bpmn:EndEvent"), area: true }),
    {
      key: "operation",
      for: (bo) => is(bo, "bpmn:ServiceTask"),
      choose: data.operations,
      read: (bo) => operator(bo)?.id ?? "",
      write: (element, id) => write.operator(element, { id: id || undefined }),
    },
    {
      key: "operation_result",
      for: (bo) => is(bo, "bpmn:ServiceTask"),
      read: (bo) => operator(bo)?.resultVariable ?? "",
      write: (element, name) => write.operator(element, { resultVariable: name || undefined }),
    },
    {
      key: "decision",
      for: (bo) => is(bo, "bpmn:BusinessRuleTask"),
      choose: Object.keys(data.decisions),
      read: decision,
      write: (element, id) => write.decision(element, id),
    },
    own("decisionVersion", {
      for: (bo) => is(bo, "bpmn:BusinessRuleTask"),
      choose: (bo) => versions(data.decisions[decision(bo)]),
      none: data.words.decision_latest,
    }),
    own("resultVariable", { for: (bo) => is(bo, "bpmn:BusinessRuleTask") }),
    attribute("calledElement", { for: (bo) => is(bo, "bpmn:CallActivity") }),
    {
      key: "condition",
      area: true,
      for: (bo) => is(bo, "bpmn:SequenceFlow"),
      read: (bo) => bo.conditionExpression?.body ?? "",
      write: (element, text) => write.condition(element, text),
    },
    {
      key: "timer_kind",
      choose: ["timeDate", "timeDuration"],
      always: true,
      for: timed,
      read: timerKind,
      write: (element, kind) => write.timer(element, kind, timerText(element.businessObject)),
    },
    {
      key: "timer",
      area: true,
      for: timed,
      read: timerText,
      write: (element, text) => write.timer(element, timerKind(element.businessObject), text),
    },
    own("deadline", { for: boundary }),
    own("kind", { for: boundary, choose: ["reminder", "unclaimed", "breach"] }),
    own("legalBasis", { for: boundary, area: true }),
    {
      key: "message",
      for: hasMessage,
      read: (bo) => message(bo)?.messageRef?.name ?? "",
      write: (element, name) => write.message(element, name),
    },
    own("when", { for: awaits, area: true }),
    own("correlation", { for: sends }),
    own("payload", { for: sends }),
    own("instants", { for: (bo) => isAny(bo, "bpmn:UserTask", "bpmn:Event") }),
    own("counts", { for: (bo) => is(bo, "bpmn:FlowNode") }),
    own("status", { for: (bo) => is(bo, "bpmn:FlowNode") }),
    own("bulk", { for: (bo) => is(bo, "bpmn:UserTask") }),
    own("bulkBy", { for: (bo) => is(bo, "bpmn:UserTask") }),
    own("documents", { for: (bo) => is(bo, "bpmn:FlowNode"), offer: (text) => oneMore(text, data.documents) }),
    own("recounts", { for: (bo) => is(bo, "bpmn:FlowNode") }),
    own("frees", { for: (bo) => is(bo, "bpmn:FlowNode") }),
    own("unique", { for: (bo) => is(bo, "bpmn:StartEvent") }),
  ];
}

// Lists of words, each with one word more than there is.
function oneMore(text, known) {
  const words = text.split(/\s+/).filter(Boolean);
  return known.filter((word) => !words.includes(word)).map((word) => [...words, word].join(" "));
}

// From the newest version down to the first, as the select offers them.
const versions = (newest = 0) => Array.from({ length: newest }, (_, at) => String(newest - at));

function hasMessage(bo) {
  return Boolean(message(bo));
}

function awaits(bo) {
  return is(bo, "bpmn:CatchEvent") && hasMessage(bo);
}

export function panel(place, modeler, data, leave) {
  const all = fields(writers(modeler.get("modeling"), modeler.get("moddle")), data);
  const translate = modeler.get("translate");
  let shown = null;
  // the lines on the page: a field and its input
  let lines = [];
  const forms = made("div", { className: "panel__forms" });

  function show(element) {
    shown = element;
    const bo = element && getBusinessObject(element);
    lines = wanted(bo).map((field) => ({ field, input: entry(field, bo, `panel-${field.key}`) }));
    place.replaceChildren(heading(bo), ...lines.map(line), forms);
    links(bo);
  }

  // After a change the inputs stay where they are, so that who tabs through them keeps the place.
  function refresh() {
    const bo = shown && getBusinessObject(shown);
    const fields = wanted(bo);
    if (fields.length !== lines.length || fields.some((field, at) => field !== lines[at].field)) return show(shown);
    for (const { field, input } of lines) {
      if (input === document.activeElement) continue;
      if (field.choose) input.replaceChildren(...options(field, bo));
      input.value = field.read(bo);
    }
    links(bo);
  }

  const wanted = (bo) => (bo ? all.filter((field) => field.for(bo)) : []);
  const heading = (bo) => made("h2", { textContent: bo ? kind(bo) : data.words.nothing, className: "panel__kind" });
  const kind = (bo) => translate(bo.$type.replace("bpmn:", "").replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));

  function line({ field, input }) {
    const element = shown;
    input.addEventListener("change", () => save(field, element, input));
    const label = made("label", { htmlFor: input.id, textContent: data.words[field.key] });
    const box = made("div", { className: "panel__field" });
    box.append(label, input);
    if (field.offer) box.append(offered(field, input));
    return box;
  }

  function save(field, element, input) {
    if (field.read(getBusinessObject(element)) !== input.value) field.write(element, input.value.trim());
  }

  // forms stand beside the diagram, one a user task
  function links(bo) {
    const link = bo && formLink(bo);
    if (link?.href !== forms.firstChild?.href) forms.replaceChildren(...(link ? [link] : []));
  }

  function formLink(bo) {
    if (!isAny(bo, "bpmn:UserTask", "bpmn:StartEvent") && !hasMessage(bo)) return null;
    let owner = bo.$parent;
    while (owner && !is(owner, "bpmn:Process")) owner = owner.$parent;
    if (!owner) return null;
    const name = `${owner.id}/${bo.id}.json`;
    const label = data.forms.includes(name) ? data.words.edit_form : data.words.make_form;
    const url = `${data.form_url}${name}?from=${encodeURIComponent(data.name)}`;
    const link = made("a", { href: url, textContent: label, className: "b b--small" });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave(url);
    });
    return link;
  }

  modeler.on("selection.changed", ({ newSelection }) => show(newSelection.length === 1 ? newSelection[0] : null));
  modeler.on("commandStack.changed", refresh);
  show(null);
}

function entry(field, bo, id) {
  const value = field.read(bo);
  if (field.choose) {
    const select = made("select", { id });
    select.append(...options(field, bo));
    select.value = value;
    return select;
  }
  return field.area ? made("textarea", { id, value, rows: 3, spellcheck: false }) : made("input", { id, value, spellcheck: false });
}

// What an input proposes; it takes anything else too.
function offered(field, input) {
  const list = made("datalist", { id: `${input.id}-offered` });
  const offer = () => list.replaceChildren(...field.offer(input.value).map((text) => made("option", { value: text })));
  input.setAttribute("list", list.id);
  input.addEventListener("focus", offer);
  input.addEventListener("change", offer);
  return list;
}

function options(field, bo) {
  const offered = typeof field.choose === "function" ? field.choose(bo) : field.choose;
  const names = field.always ? offered : ["", ...new Set([...offered, field.read(bo)].filter(Boolean))];
  return names.map((name) => made("option", { value: name, textContent: name || (field.none ?? "–") }));
}

function made(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

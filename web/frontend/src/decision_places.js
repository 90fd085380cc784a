// Where an element of the document stands: in which decision, and in which line of its table.
import { is } from "dmn-js-shared/lib/util/ModelUtil";

const LISTS = ["drgElement", "input", "output", "rule", "inputEntry", "outputEntry", "contextEntry", "parameter"];
const PARTS = ["decisionLogic", "inputExpression", "inputValues", "outputValues", "variable", "encapsulatedLogic", "value", "body"];
const SHOWN = ["dmn:DecisionTable", "dmn:LiteralExpression"];

// By id: the element, the decision or other node around it, the line of its rule (0 for none).
export function index(definitions) {
  const found = new Map();
  const walk = (element, node, line) => {
    if (element.id) found.set(element.id, { element, node, line });
    for (const name of PARTS) if (element[name]?.$type) walk(element[name], node, line);
    for (const name of LISTS) {
      const parts = Array.isArray(element[name]) ? element[name] : [];
      parts.forEach((part, at) => walk(part, name === "drgElement" ? part : node, name === "rule" ? at + 1 : line));
    }
  };
  walk(definitions, null, 0);
  return found;
}

// What people call the place: the decision, and the rule by its line.
export function named(place, words) {
  const name = place.node?.name || place.node?.id || place.element.name || place.element.id;
  return place.line ? `${name} · ${words.rule.replace("{line}", place.line)}` : name;
}

export function jumper(modeler, container, places) {
  const own = (node) => modeler.getViews().find((view) => view.element === node && SHOWN.some((type) => is(node.decisionLogic, type)));
  const drawn = () => modeler.getViews().find((view) => view.type === "drd");

  async function toCell(view, { element }) {
    await modeler.open(view);
    // an expression in the head of a column stands in the cell of the column
    const cell = cellOf(element.id) ?? cellOf(element.$parent?.id);
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    (cell?.querySelector("[contenteditable], [tabindex]") ?? cell)?.focus();
  }

  // a rule has no cell of its own: its first one stands for it
  function cellOf(id = "") {
    const text = CSS.escape(id);
    const own = container.querySelector(`:is(td, th)[data-element-id="${text}"]`);
    return own ?? container.querySelector(`.input-cell[data-row-id="${text}"], th[data-col-id="${text}"]`);
  }

  async function toShape(node) {
    await modeler.open(drawn());
    const viewer = modeler.getActiveViewer();
    const shape = viewer.get("elementRegistry").get(node.id);
    if (!shape) return;
    viewer.get("canvas").scrollToElement?.(shape);
    viewer.get("selection").select(shape);
  }

  return async function jump(id) {
    const place = places().get(id);
    if (!place?.node) return;
    const view = own(place.node);
    await (view ? toCell(view, place) : toShape(place.node));
  };
}

// Shows what a check found: a list that leads to each element, and a badge on the element.
import { bring } from "./view.js";

export function findings(place, modeler) {
  const overlays = modeler.get("overlays");
  const canvas = modeler.get("canvas");
  const registry = modeler.get("elementRegistry");
  const selection = modeler.get("selection");

  // a process has no shape of its own: its pool stands for it
  const shapeOf = (id) => registry.get(id) ?? registry.find((each) => each.businessObject?.processRef?.id === id);

  function reach(id) {
    const element = shapeOf(id);
    if (!element) return;
    bring(canvas, element);
    selection.select(element);
  }

  function line(finding) {
    const item = document.createElement("li");
    item.className = `finding finding--${finding.weight}`;
    const name = finding.element ?? finding.file;
    if (finding.element && shapeOf(finding.element)) {
      const jump = document.createElement("button");
      jump.type = "button";
      jump.textContent = name;
      jump.addEventListener("click", () => reach(finding.element));
      item.append(jump);
    } else item.append(Object.assign(document.createElement("span"), { textContent: name, className: "code" }));
    item.append(" ", finding.text);
    return item;
  }

  function badges(found) {
    overlays.remove({ type: "finding" });
    const counts = Map.groupBy(found.filter((each) => shapeOf(each.element)), (each) => shapeOf(each.element).id);
    for (const [id, its] of counts) {
      const html = document.createElement("div");
      html.className = its.some((each) => each.weight === "refusal") ? "badge badge--late" : "badge badge--advice";
      html.textContent = `! ${its.length}`;
      html.title = its.map((each) => each.text).join("\n");
      overlays.add(id, "finding", { position: { top: 0, left: (shapeOf(id).width ?? 0) / 2 }, html });
    }
  }

  return function show(found, headline) {
    badges(found);
    const head = Object.assign(document.createElement("p"), { textContent: headline, className: "findings__head" });
    const list = document.createElement("ul");
    list.append(...found.map(line));
    place.replaceChildren(head, list);
    place.hidden = false;
    const first = found.find((each) => shapeOf(each.element));
    if (first) reach(first.element);
  };
}

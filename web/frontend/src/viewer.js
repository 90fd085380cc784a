// Shows the path of an instance on its diagram; the table beneath the diagram says the same.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import "./canvas.css";
import { property } from "./elements.js";
import { pageData } from "./page_data.js";
import spiffworkflow from "./spiffworkflow.json";
import { fit, lookAt, lookAtPool, moveByKeys, poolList, pools, tools } from "./view.js";

// clear of events on the border
const ABOVE = -32;
const data = pageData("path");
const container = document.getElementById("diagram");
const viewer = new NavigatedViewer({ container, moddleExtensions: { spiffworkflow } });
await viewer.importXML(await (await fetch(data.diagram)).text());

const canvas = viewer.get("canvas");
const registry = viewer.get("elementRegistry");
const overlays = viewer.get("overlays");
const drawn = (ids) => ids.filter((id) => registry.get(id));

translate(`name:${data.language}`);

const mark = (ids, state) => drawn(ids).forEach((id) => canvas.addMarker(id, state));
mark(data.taken, "taken");
mark(data.cancelled, "cancelled");
mark(data.inside, "inside");
mark(Object.keys(data.waiting), "waiting");
mark(Object.keys(data.late), "late");

// the way into what waits has been walked, though nothing there has ended yet
for (const id of drawn([...Object.keys(data.waiting), ...data.inside])) {
  const walked = registry.get(id).incoming.filter((flow) => data.taken.includes(flow.source.id));
  if (walked.length === 1) canvas.addMarker(walked[0], "taken");
}

for (const id of drawn(Object.keys(data.waiting))) badge(id, `● ${data.waiting[id]}`, "badge", 0);
for (const id of drawn(Object.keys(data.late))) badge(id, data.late[id], "badge badge--late", ABOVE);

// The diagram carries its names in each language; English is what it is drawn with.
function translate(name) {
  const graphics = viewer.get("graphicsFactory");
  for (const element of registry.getAll()) {
    const bo = element.businessObject;
    const own = bo && (property(bo, name) || (bo.processRef && property(bo.processRef, name)));
    if (!own) continue;
    bo.name = own;
    const kind = element.waypoints ? "connection" : "shape";
    graphics.update(kind, element, registry.getGraphics(element));
  }
}

function badge(id, text, kind, top) {
  const html = document.createElement("div");
  html.className = kind;
  html.textContent = text;
  overlays.add(id, { position: { top, left: registry.get(id).width / 2 }, html });
}

// what is late comes first; tokens that lie too far apart are visited one after the other
const tokens = drawn([...new Set([...Object.keys(data.late), ...Object.keys(data.waiting)])]).map((id) => registry.get(id));
const drawnPools = pools(registry);
let visited = 0;

function home() {
  if (tokens.length === 0) {
    if (drawnPools.length > 1) lookAtPool(canvas, drawnPools[0]);
    else fit(canvas);
  } else if (!lookAt(canvas, tokens)) lookAt(canvas, [tokens[visited++ % tokens.length]]);
}

moveByKeys(container, canvas);
const bar = tools(container, canvas, data.words, home);
if (drawnPools.length > 1) poolList(bar, canvas, drawnPools, data.words.part);
home();
window.addEventListener("beforeprint", () => container.clientWidth && fit(canvas));
container.dataset.ready = "";

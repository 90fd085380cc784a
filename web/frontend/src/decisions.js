// The decision editor: requirements, tables and literal expressions; save, check, deploy, try.
import Modeler from "dmn-js/lib/Modeler";
import "./decisions.css";
import { decisionFindings } from "./decision_findings.js";
import { index, jumper } from "./decision_places.js";
import { translation } from "./menus.js";
import { effect, pageData, send } from "./page_data.js";
import { trying } from "./trying.js";
import { tabs } from "./decision_tabs.js";

const data = pageData();
const container = document.getElementById("decision");
const source = await (await fetch(data.file_url)).text();
const modeler = open(source);
let dirty = false;
let revision = data.revision;
let rereading = 0;

const status = document.getElementById("status");
const tell = (text) => (status.textContent = text);
const places = () => index(modeler.getDefinitions());
const jump = jumper(modeler, container, places);
const trial = trying(document.getElementById("try"), data, { drawing, places, jump });
const show = decisionFindings(document.getElementById("findings"), { places, jump });

modeler.on("viewer.created", ({ viewer }) => {
  viewer.on("commandStack.changed", ({ trigger }) => {
    if (!trigger || trigger === "clear") return;
    dirty = true;
    tell(data.words.unsaved);
    reread();
  });
});
await modeler.importXML(source);
tabs(document.getElementById("views"), modeler, data.words);
await trial.reread();
container.dataset.ready = "";

// The editor offers the types of the document itself, besides those of FEEL.
function open(xml) {
  const parsed = new DOMParser().parseFromString(xml, "application/xml");
  const own = [...parsed.getElementsByTagNameNS("*", "itemDefinition")].map((each) => each.getAttribute("name"));
  const plain = ["Any", "boolean", "date", "dateTime", "dayTimeDuration", "number", "string", "time", "yearMonthDuration"];
  const additionalModules = [translation(data.menus)];
  return new Modeler({
    container,
    common: {
      dataTypes: [...plain, ...own.filter(Boolean)],
      debounceInput: false,
      expressionLanguages: { options: [{ value: "feel", label: "FEEL" }], defaults: { editor: "feel" } },
    },
    drd: { additionalModules },
    decisionTable: { additionalModules },
    literalExpression: { additionalModules },
    boxedExpression: { additionalModules },
  });
}

// The form that tries the decision follows what is drawn, a moment later.
function reread() {
  window.clearTimeout(rereading);
  rereading = window.setTimeout(() => trial.reread(), 600);
}

async function drawing() {
  return (await modeler.saveXML({ format: true })).xml;
}

async function settled() {
  document.activeElement?.blur();
  return drawing();
}

async function post(url) {
  tell(data.words.working);
  const { status: code, answer } = await send(url, await settled(), data.form_token, { "If-Match": String(revision) });
  tell(answer.error ?? "");
  if (answer.revision !== undefined) {
    ({ revision } = answer);
    dirty = false;
  }
  return { code, answer };
}

async function save() {
  const { answer } = await post(data.save_url);
  if (answer.text) tell(answer.text);
}

async function ask(url) {
  document.getElementById("findings").hidden = true;
  const { answer } = await post(url);
  if (!answer.error) show(answer.findings, answer.text);
}

const deeds = {
  save,
  check: () => ask(data.check_url),
  deploy: () => document.getElementById("deploy").showModal(),
  undo: () => modeler.getActiveViewer().get("commandStack").undo(),
  redo: () => modeler.getActiveViewer().get("commandStack").redo(),
};
for (const button of document.querySelectorAll("[data-deed]")) {
  button.addEventListener("click", () => deeds[button.dataset.deed]());
}
document.getElementById("deploy").addEventListener("close", ({ target }) => {
  if (target.returnValue === "deploy") ask(data.deploy_url + effect());
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
  event.preventDefault();
  save();
});
window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());

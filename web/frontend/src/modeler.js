// The analyst's bench: draw, save a draft, check, deploy; what is refused is shown on its element.
import { CreateAppendAnythingModule } from "bpmn-js-create-append-anything";
import Modeler from "bpmn-js/lib/Modeler";
import "./canvas.css";
import { findings } from "./findings.js";
import { effect, pageData, send } from "./page_data.js";
import { nameIds } from "./ids.js";
import { asDeployed, translation } from "./menus.js";
import { panel } from "./panel.js";
import spiffworkflow from "./spiffworkflow.json";
import { bring, fit, fitWidth } from "./view.js";

// room for the palette at the left
const PALETTE = 130;
const data = pageData();
const container = document.getElementById("diagram");
const modeler = new Modeler({
  container,
  additionalModules: [CreateAppendAnythingModule, asDeployed, translation(data.menus)],
  moddleExtensions: { spiffworkflow },
});
await modeler.importXML(await (await fetch(data.file_url)).text());
fitWidth(modeler.get("canvas"), PALETTE);
nameIds(modeler);
panel(document.getElementById("panel"), modeler, data, leave);
const show = findings(document.getElementById("findings"), modeler);
const stack = modeler.get("commandStack");
let revision = data.revision;
let saved = stack._stackIdx;

const status = document.getElementById("status");
const tell = (text) => (status.textContent = text);
const dirty = () => stack._stackIdx !== saved;

async function drawing() {
  document.activeElement?.blur();
  return (await modeler.saveXML({ format: true })).xml;
}

async function save() {
  const xml = await drawing();
  const at = stack._stackIdx;
  const { status: code, answer } = await send(data.save_url, xml, data.form_token, { "If-Match": String(revision) });
  if (code !== 200) {
    tell(answer.error);
    return false;
  }
  ({ revision } = answer);
  saved = at;
  tell(answer.text);
  return true;
}

// A form stands on a page of its own: what was drawn is saved before going there.
async function leave(url) {
  if (!dirty() || (await save())) window.location.assign(url);
}

async function ask(url) {
  tell(data.words.working);
  const { answer } = await send(url, await drawing(), data.form_token, { "If-Match": String(revision) });
  if (answer.error) return tell(answer.error);
  tell("");
  show(answer.findings, answer.text);
  if (answer.revision !== undefined) {
    ({ revision } = answer);
    saved = stack._stackIdx;
  }
}

const deeds = {
  save,
  check: () => ask(data.check_url),
  deploy: () => document.getElementById("deploy").showModal(),
  undo: () => stack.undo(),
  redo: () => stack.redo(),
  fit: () => fit(modeler.get("canvas"), PALETTE),
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
window.addEventListener("beforeunload", (event) => dirty() && event.preventDefault());
modeler.on("searchPad.selected", () => bring(modeler.get("canvas"), modeler.get("selection").get()[0]));
modeler.on("commandStack.changed", () => tell(dirty() ? data.words.unsaved : ""));
container.dataset.ready = "";

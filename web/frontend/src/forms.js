// The form editor on its white island, restricted to what the server renders and checks.
import { FormEditor } from "@bpmn-io/form-js-editor";
import "@bpmn-io/form-js-viewer/dist/assets/form-js.css";
import "@bpmn-io/form-js-editor/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js-editor/dist/assets/properties-panel.css";
import { pageData, send } from "./page_data.js";

const REFUSED = [
  "html", "iframe", "table", "image", "expression", "documentPreview", "dynamiclist", "button", "taglist",
];
// the panel takes over what is typed after a pause of 300 ms
const PAUSE = 350;
const data = pageData();
const container = document.getElementById("form");
const source = document.getElementById("source");
const status = document.getElementById("status");
// Takes the components out of the palette that no server-side reading stands behind.
function Restricted(formFields) {
  for (const type of REFUSED) delete formFields._formFields[type];
}
Restricted.$inject = ["formFields"];

const editor = new FormEditor({
  container,
  additionalModules: [{ __init__: ["restricted"], restricted: ["type", Restricted] }],
});
let revision = data.revision;

await editor.importSchema(JSON.parse(source.value));
const drawn = () => JSON.stringify(editor.saveSchema(), null, 2);
let saved = drawn();
source.closest("details").addEventListener("toggle", (event) => {
  if (event.target.open) source.value = drawn();
});
document.getElementById("apply").addEventListener("click", async () => {
  try {
    await editor.importSchema(JSON.parse(source.value));
    status.textContent = "";
  } catch (problem) {
    status.textContent = problem.message;
  }
});

async function save() {
  document.activeElement?.blur();
  await new Promise((done) => setTimeout(done, PAUSE));
  const body = drawn();
  const headers = { "If-Match": String(revision) };
  const { status: code, answer } = await send(data.save_url, body, data.form_token, headers);
  status.textContent = code === 200 ? answer.text : answer.error;
  if (code !== 200) return;
  ({ revision } = answer);
  saved = body;
}
document.getElementById("save").addEventListener("click", save);
window.addEventListener("beforeunload", (event) => drawn() !== saved && event.preventDefault());
container.dataset.ready = "";

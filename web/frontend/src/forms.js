// The form editor on its white island, restricted to what the server renders and checks.
import { FormEditor } from "@bpmn-io/form-js-editor";
import "@bpmn-io/form-js-viewer/dist/assets/form-js.css";
import "@bpmn-io/form-js-editor/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js-editor/dist/assets/properties-panel.css";
import { pageData, send } from "./page_data.js";

const REFUSED = [
  "html", "iframe", "table", "image", "expression", "documentPreview", "dynamiclist", "button", "taglist",
];
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
source.closest("details").addEventListener("toggle", (event) => {
  if (event.target.open) source.value = JSON.stringify(editor.saveSchema(), null, 2);
});
document.getElementById("apply").addEventListener("click", () => editor.importSchema(JSON.parse(source.value)));

async function save() {
  document.activeElement?.blur();
  const body = JSON.stringify(editor.saveSchema(), null, 2);
  const headers = { "If-Match": String(revision) };
  const { status: code, answer } = await send(data.save_url, body, data.form_token, headers);
  status.textContent = code === 200 ? answer.text : answer.error;
  if (code === 200) ({ revision } = answer);
}
document.getElementById("save").addEventListener("click", save);
container.dataset.ready = "";

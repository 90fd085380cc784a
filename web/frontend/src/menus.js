// The editors' own menus: in the words of the page, and only with what a deployment takes.
import ElementFactory from "bpmn-js/lib/features/modeling/ElementFactory";

// by the ids of the entries that draw it
const REFUSED = new RegExp(
  [
    "signal|escalation|compensat|conditional|cancel|link|instantiate|complex",
    "script|(send|receive|manual)-task|^(create|append|replace-with)-task$",
    "loop|multi-|-mi$|multiplicity|collection|data-",
    "transaction|ad-hoc|event-subprocess|none-boundary|(message|timer|error)-start",
  ].join("|"),
);
const POPUPS = ["bpmn-replace", "bpmn-create", "bpmn-append"];
// after all that offer something
const LAST = 100;

// A dictionary by the editor's English words, as a module of it.
export function translation(words) {
  const say = (text, values = {}) => (words[text] ?? text).replace(/\{\s*(\w+)\s*\}/g, (_, name) => values[name] ?? "");
  return { translate: ["value", say] };
}

function OnlyAccepted(popupMenu, palette, contextPad, translate) {
  const accepted = (entries) => Object.fromEntries(Object.entries(entries).filter(([id]) => !REFUSED.test(id)));
  const updated = () => accepted;
  const menu = {
    getPopupMenuEntries: updated,
    getPopupMenuHeaderEntries: updated,
    getEmptyPlaceholder: () => translate("No matching elements"),
  };
  for (const id of POPUPS) popupMenu.registerProvider(id, LAST, menu);
  palette.registerProvider(LAST, { getPaletteEntries: updated });
  contextPad.registerProvider(LAST, { getContextPadEntries: updated, getMultiElementContextPadEntries: updated });
}
OnlyAccepted.$inject = ["popupMenu", "palette", "contextPad", "translate"];

// Nobody runs a plain task: the one that is drawn first is a user task.
class UserTaskFirst extends ElementFactory {
  create(kind, attributes) {
    const plain = attributes?.type === "bpmn:Task" && !attributes.businessObject;
    return super.create(kind, plain ? { ...attributes, type: "bpmn:UserTask" } : attributes);
  }
}

export const asDeployed = {
  __init__: ["onlyAccepted"],
  onlyAccepted: ["type", OnlyAccepted],
  elementFactory: ["type", UserTaskFirst],
};

// Gives an element that is named for the first time an id that can be read aloud.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

const DRAWN = /^(Activity|Event|Gateway|Flow|Lane|Participant)_[0-9a-z]{7}$/;
const COMMANDS = ["element.updateLabel", "element.updateProperties"];

export function nameIds(modeler) {
  const registry = modeler.get("elementRegistry");
  const modeling = modeler.get("modeling");
  for (const command of COMMANDS) {
    modeler.on(`commandStack.${command}.postExecuted`, ({ context }) => {
      const element = context.element.labelTarget ?? context.element;
      const { id, name } = getBusinessObject(element);
      const wanted = name && DRAWN.test(id) && free(snake(name));
      if (wanted) modeling.updateProperties(element, { id: wanted });
    });
  }

  function free(id) {
    if (!id) return "";
    let tried = id;
    for (let number = 2; registry.get(tried); number += 1) tried = `${id}_${number}`;
    return tried;
  }
}

function snake(name) {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const joined = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  return /^[a-z]/.test(joined) ? joined : "";
}

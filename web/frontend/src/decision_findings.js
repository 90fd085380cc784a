// Shows what a check found, as a list that leads to each decision and rule.
import { named } from "./decision_places.js";
import { made } from "./made.js";

export function decisionFindings(place, { places, jump }) {
  const data = place.dataset;

  function line(finding) {
    const item = made("li", { className: `finding finding--${finding.weight}` });
    const found = places().get(finding.element);
    if (found?.node) {
      const text = named(found, { rule: data.rule });
      const button = made("button", { type: "button", textContent: text });
      button.addEventListener("click", () => jump(finding.element));
      item.append(button);
    } else {
      const name = [finding.file, finding.element].filter(Boolean).join(" · ");
      item.append(made("span", { className: "code", textContent: name }));
    }
    item.append(" ", finding.text);
    return item;
  }

  return function show(found, headline) {
    const list = made("ul", {});
    list.append(...found.map(line));
    place.replaceChildren(made("p", { textContent: headline, className: "findings__head" }), list);
    place.hidden = false;
  };
}

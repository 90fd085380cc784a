// The views of a decision document: its requirements first, then each decision.
import { made } from "./made.js";
import { fit } from "./view.js";

// room for the palette at the left
const PALETTE = 100;

export function tabs(place, modeler, words) {
  const label = (view) => (view.type === "drd" ? words.requirements : view.element.name || view.element.id);

  function tab(view, active) {
    const button = made("button", { type: "button", textContent: label(view), className: "bench__view" });
    if (view === active || view.element === active?.element) button.setAttribute("aria-current", "true");
    button.addEventListener("click", async () => {
      await modeler.open(view);
      place.querySelector("[aria-current]")?.focus();
    });
    return button;
  }

  function draw() {
    const active = modeler.getActiveView();
    const held = place.contains(document.activeElement);
    place.replaceChildren(...modeler.getViews().map((view) => tab(view, active)));
    if (held) place.querySelector("[aria-current]")?.focus();
  }

  // the requirements are shown whole when they come into sight, a small graph not larger than life
  function look() {
    if (modeler.getActiveView()?.type !== "drd") return;
    const canvas = modeler.getActiveViewer().get("canvas");
    fit(canvas, PALETTE);
    if (canvas.zoom() > 1) canvas.zoom(1, "auto");
  }

  let seen = modeler.getActiveView();
  modeler.on("views.changed", ({ activeView }) => {
    draw();
    if (activeView !== seen) look();
    seen = activeView;
  });
  draw();
  look();
}

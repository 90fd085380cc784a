// Where the viewer looks: the whole diagram, or the elements that matter now.
const MARGIN = 40;
// from this scale on names can be read
const LEGIBLE = 0.8;
const LARGEST = 1.1;

export function fit(canvas, left = MARGIN) {
  canvas.resized();
  canvas.zoom("fit-viewport", "auto");
  const box = canvas.viewbox();
  canvas.viewbox({
    x: box.x - left / box.scale,
    y: box.y - MARGIN / box.scale,
    width: box.width + (left + MARGIN) / box.scale,
    height: box.height + (2 * MARGIN) / box.scale,
  });
}

// Begins at the top, as wide as the diagram: a tall one is too small to read as a whole.
export function fitWidth(canvas, left = MARGIN) {
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, (outer.width - left - MARGIN) / inner.width);
  canvas.viewbox({
    x: inner.x - left / scale,
    y: inner.y - MARGIN / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

// Brings an element into sight, large enough to be read.
export function bring(canvas, element) {
  const { outer } = canvas.viewbox();
  const scale = Math.max(canvas.zoom(), LEGIBLE);
  const [width, height] = [outer.width / scale, outer.height / scale];
  const points = element.waypoints ?? [element, { x: element.x + element.width, y: element.y + element.height }];
  const middle = (key) => (points[0][key] + points.at(-1)[key]) / 2;
  canvas.viewbox({ x: middle("x") - width / 2, y: middle("y") - height / 2, width, height });
}

// Looks at the given elements with some of what is around them; tells whether they can be read.
export function lookAt(canvas, elements, [beside, above] = [260, 140]) {
  const left = Math.min(...elements.map((e) => e.x)) - beside;
  const top = Math.min(...elements.map((e) => e.y)) - above;
  const right = Math.max(...elements.map((e) => e.x + e.width)) + beside;
  const bottom = Math.max(...elements.map((e) => e.y + e.height)) + above;
  canvas.resized();
  const { outer } = canvas.viewbox();
  const scale = Math.min(outer.width / (right - left), outer.height / (bottom - top), LARGEST);
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height });
  return scale >= LEGIBLE / 2;
}

// The pools from top to bottom: of many, the whole is too small to read.
export function pools(registry) {
  return registry.filter((e) => e.type === "bpmn:Participant").sort((a, b) => a.y - b.y);
}

export function lookAtPool(canvas, pool) {
  lookAt(canvas, [pool], [MARGIN, MARGIN]);
}

// A list of the pools, to look at each of them alone.
export function poolList(bar, canvas, found, label) {
  const list = document.createElement("select");
  list.title = label;
  list.setAttribute("aria-label", label);
  list.append(new Option(label, ""));
  found.forEach((pool, place) => list.append(new Option(pool.businessObject.name, place)));
  list.addEventListener("change", () => list.value && lookAtPool(canvas, found[list.value]));
  bar.prepend(list);
}

export function moveByKeys(container, canvas) {
  const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step) canvas.scroll({ dx: step[0], dy: step[1] });
    else if (event.key === "+" || event.key === "=") canvas.zoom(canvas.zoom() * 1.25);
    else if (event.key === "-") canvas.zoom(canvas.zoom() / 1.25);
    else if (event.key === "0") fit(canvas);
    else return;
    event.preventDefault();
  });
}

export function tools(container, canvas, words, home) {
  const bar = document.createElement("div");
  bar.className = "tools";
  const button = (sign, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.title = label;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    bar.append(made);
  };
  button("+", words.zoom_in, () => canvas.zoom(canvas.zoom() * 1.25));
  button("−", words.zoom_out, () => canvas.zoom(canvas.zoom() / 1.25));
  button("◻", words.whole, () => fit(canvas));
  if (home) button("●", words.home, home);
  container.append(bar);
  return bar;
}

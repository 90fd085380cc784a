// What a page does better with JavaScript; every page works without it.

// A problem summary takes the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();

// Fields and choices that other answers rule out are hidden; the server decides again.
for (const form of document.querySelectorAll("[data-form]")) {
  const fields = [...form.querySelectorAll("[data-hidden-when]")].map((field) => ({
    field,
    conditions: JSON.parse(field.dataset.hiddenWhen),
    now: JSON.parse(field.dataset.hiddenNow),
  }));
  const choices = fields.map(({ field }) => field).filter((field) => field.matches("option, .choice"));
  const update = () => {
    for (const { field } of fields) field.hidden = false;
    // what is hidden answers nothing, which may show or hide more
    for (let pass = 0, turned = true; turned && pass <= fields.length; pass++) {
      const answers = entered(form);
      const gone = fields.map(({ conditions, now }) =>
        conditions.some((text, place) => holds(text, answers) ?? now[place]));
      turned = fields.some(({ field }, place) => field.hidden !== gone[place]);
      fields.forEach(({ field }, place) => (field.hidden = gone[place]));
    }
    choices.forEach(offer);
  };
  form.addEventListener("input", update);
  update();
}

// A choice that is ruled out is not kept. Not every browser hides an option; all of them disable it.
function offer(choice) {
  const input = choice.querySelector("input") ?? choice;
  input.disabled = choice.hidden;
  if (choice.hidden) input.selected = input.checked = false;
}

function entered(form) {
  const answers = {};
  for (const element of form.elements) {
    if (!element.name || element.type === "file" || element.tagName === "BUTTON") continue;
    if (element.closest("[hidden]") || element.selectedOptions?.[0]?.hidden) {
      answers[element.name] ??= null;
      continue;
    }
    if (element.type === "radio") answers[element.name] ??= null;
    if (element.type === "checkbox") answers[element.name] ??= element.value === "true" ? false : [];
    if (element.type === "checkbox" && element.checked) {
      if (element.value === "true") answers[element.name] = true;
      else answers[element.name].push(element.value);
    } else if (element.type === "radio" ? element.checked : element.type !== "checkbox") {
      answers[element.name] = element.value === "" ? null : element.value;
    }
  }
  return answers;
}

// The part of FEEL that conditions mostly use: = and != with a literal, in (…), not(…), and, or.
// Gives undefined for what it does not know; then the server's word stands.
function holds(text, answers) {
  const tokens = text.replace(/^\s*=/, "").match(/"[^"]*"|!=|[=(),]|[\p{L}_][\p{L}\p{N}_]*|-?\d+(\.\d+)?|\S/gu) ?? [];
  let place = 0;
  const next = () => tokens[place++];
  const eat = (token) => (tokens[place] === token ? (place++, true) : false);
  try {
    const result = either();
    return place === tokens.length ? result : undefined;
  } catch {
    return undefined;
  }

  function either() {
    let result = both();
    while (eat("or")) {
      const right = both();
      result = result || right;
    }
    return result;
  }
  function both() {
    let result = claim();
    while (eat("and")) {
      const right = claim();
      result = result && right;
    }
    return result;
  }
  function claim() {
    if (eat("not")) return !grouped();
    if (tokens[place] === "(") return grouped();
    const left = value();
    if (eat("=")) return left === value();
    if (eat("!=")) return left !== value();
    if (eat("in")) return list().includes(left);
    return left === true;
  }
  function grouped() {
    expect("(");
    const result = either();
    expect(")");
    return result;
  }
  function list() {
    expect("(");
    const values = [value()];
    while (eat(",")) values.push(value());
    expect(")");
    return values;
  }
  function value() {
    const token = next();
    if (token === undefined) throw new SyntaxError(text);
    if (token.startsWith('"')) return token.slice(1, -1);
    if (token === "true" || token === "false") return token === "true";
    if (token === "null") return null;
    if (!/^[\p{L}_]/u.test(token) || !(token in answers)) throw new SyntaxError(text);
    return answers[token];
  }
  function expect(token) {
    if (!eat(token)) throw new SyntaxError(text);
  }
}

// A long list of choices is searched; what is chosen already stays in it.
for (const select of document.querySelectorAll("select[data-search]")) {
  const about = toldOf(select);
  const blocks = [...select.children].map((block) => ({
    block,
    rows: [...(block.matches("optgroup") ? block.children : [block])].map((option) => ({
      option,
      words: plain(`${block.label} ${option.label} ${about.get(option.value) ?? ""}`),
    })),
  }));
  const input = Object.assign(document.createElement("input"), { type: "search", className: "input search" });
  const found = Object.assign(document.createElement("p"), { className: "field__hint" });
  input.placeholder = select.dataset.search;
  input.setAttribute("aria-label", select.dataset.search);
  found.setAttribute("role", "status");
  const search = () => {
    const chosen = select.value;
    const wanted = plain(input.value).split(" ").filter(Boolean);
    const fits = ({ words }) => wanted.every((word) => words.includes(word));
    const stays = (row) => fits(row) || row.option.selected || row.option.value === "";
    const shown = blocks.map(({ block, rows }) => ({ block, kept: rows.filter(stays).map((row) => row.option) }));
    for (const { block, kept } of shown) if (block.matches("optgroup")) block.replaceChildren(...kept);
    select.replaceChildren(...shown.filter(({ kept }) => kept.length).map(({ block }) => block));
    select.value = chosen;
    const number = blocks.flatMap(({ rows }) => rows).filter((row) => row.option.value && fits(row)).length;
    found.textContent = wanted.length ? select.dataset.found.replace("{number}", number) : "";
    // what was found stands open, until one is chosen
    select.size = Math.min(8, select.querySelectorAll("option, optgroup").length);
    if (!wanted.length) select.removeAttribute("size");
  };
  input.addEventListener("input", (event) => (event.stopPropagation(), search()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) (event.preventDefault(), select.focus());
  });
  select.addEventListener("blur", () => {
    if (input.value && select.value) ((input.value = ""), search());
  });
  select.before(input, found);
}

// What is told of the chosen place stands below it.
for (const places of document.querySelectorAll("[data-places]")) {
  const select = document.getElementById(places.dataset.places);
  const told = document.getElementById(`${select.id}-chosen`);
  const about = toldOf(select);
  const tell = () => (told.textContent = about.get(select.value) ?? "");
  select.addEventListener("change", tell);
  tell();
}

// What is told of each place, by its value.
function toldOf(select) {
  const told = document.querySelectorAll(`[data-places="${select.id}"] [data-place]`);
  return new Map([...told].map((each) => [each.dataset.place, each.textContent]));
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Lists by keyboard: j and k go down and up, Enter opens; Ctrl+Enter sends a form.
const rows = [...document.querySelectorAll("[data-rows] .row__link")];
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form[data-form]")?.querySelector(".b--primary")?.click();
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || rows.length === 0) return;
  const at = rows.indexOf(document.activeElement);
  if (event.key === "j") rows[Math.min(at + 1, rows.length - 1)].focus();
  if (event.key === "k") rows[Math.max(at - 1, 0)].focus();
});

// What was typed and not sent is not lost by a slip.
for (const form of document.querySelectorAll("[data-form]")) {
  let touched = false;
  form.addEventListener("input", () => (touched = true));
  form.addEventListener("submit", () => (touched = false));
  window.addEventListener("beforeunload", (event) => touched && event.preventDefault());
}

// Tries the drafted decision: a form with its inputs, and the result with the rules that matched.
import { named } from "./decision_places.js";
import { made } from "./made.js";
import { send } from "./page_data.js";

const TYPES = { date: "date", number: "text", string: "text", feel: "text" };

export function trying(place, data, { drawing, places, jump }) {
  const { words } = data;
  const typed = new Map();
  const choice = place.querySelector("select");
  const form = place.querySelector("form");
  const fields = place.querySelector("[data-fields]");
  const result = place.querySelector("[data-result]");
  // rows of tables are drawn anew at will: a sheet marks them wherever they are
  const marks = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];
  let trials = [];

  const json = (body) => JSON.stringify(body);
  const id = (name) => `try-${name.replace(/\W/g, "_")}`;

  function entry({ name, kind, choices }) {
    const options = kind === "boolean" ? ["true", "false"] : choices;
    const input = options.length ? made("select", {}) : made("input", { type: TYPES[kind], autocomplete: "off" });
    if (options.length) input.append(...["", ...options].map((each) => made("option", { value: each, textContent: each || "–" })));
    if (kind === "number") input.inputMode = "decimal";
    if (kind === "feel") input.placeholder = words.in_feel;
    Object.assign(input, { id: id(name), name, value: typed.get(name) ?? "", className: "input" });
    input.addEventListener("input", () => typed.set(name, input.value));
    return input;
  }

  function field(asked) {
    const label = made("label", { htmlFor: id(asked.name), textContent: asked.name });
    return made("div", { className: "panel__field" }, label, entry(asked));
  }

  const current = () => trials.find((each) => each.decision === choice.value);

  function ask() {
    const inputs = current()?.inputs ?? [];
    const none = made("p", { className: "small", textContent: words.no_inputs });
    fields.replaceChildren(...(inputs.length ? inputs.map(field) : [none]));
  }

  function forget() {
    marks.replaceSync("");
    result.replaceChildren();
  }

  // What keeps the draft from being tried stands where the result would.
  function complain({ error, findings = [] }) {
    const list = made("ul", { className: "try__rules" }, ...findings.map(warning));
    result.replaceChildren(made("p", { textContent: error ?? words.broken }), list);
  }

  // Asks what the draft asks for; what was typed stays.
  async function reread() {
    const { status, answer } = await send(data.trials_url, await drawing(), data.form_token);
    form.hidden = status !== 200;
    if (status !== 200) return complain(answer);
    if (json(trials) === json(answer.trials)) return;
    const before = choice.value;
    trials = answer.trials;
    choice.replaceChildren(...trials.map((each) => made("option", { value: each.decision, textContent: each.title })));
    if (trials.some((each) => each.decision === before)) choice.value = before;
    ask();
  }

  function mark(rules) {
    const rows = rules.map((each) => `[data-row-id="${CSS.escape(each.rule)}"]`);
    marks.replaceSync(rows.length ? `:is(${rows.join(",")}) { background: #d5e8e9 !important; }` : "");
  }

  function leading(element, text) {
    const found = places().get(element);
    if (!found?.node) return made("span", { textContent: text });
    const button = made("button", { type: "button", className: "lead-to", textContent: text });
    button.addEventListener("click", () => jump(element));
    return button;
  }

  function ruleLine({ rule, line }) {
    const found = places().get(rule);
    const text = found ? named(found, words) : words.rule.replace("{line}", line);
    const why = found?.element.description ?? "";
    return made("li", {}, leading(rule, text), why ? made("span", { className: "small", textContent: ` ${why}` }) : "");
  }

  function warning({ element, text, weight = "advice" }) {
    const found = places().get(element);
    const name = found ? named(found, words) : (element ?? "");
    return made("li", { className: `finding finding--${weight}` }, leading(element, name), ` ${text}`);
  }

  function show({ result: entries, rules, warnings }) {
    mark(rules);
    const list = made("dl", { className: "try__result" });
    for (const { name, text } of entries) list.append(made("dt", { textContent: name }), made("dd", { className: "code", textContent: text }));
    const matched = rules.length ? made("ul", { className: "try__rules" }, ...rules.map(ruleLine)) : made("p", { textContent: words.no_rule });
    const parts = [made("h3", { textContent: words.result }), list, made("h3", { textContent: words.matched }), matched];
    if (warnings.length) parts.push(made("h3", { textContent: words.warnings }), made("ul", { className: "try__rules" }, ...warnings.map(warning)));
    result.replaceChildren(...parts);
    result.scrollIntoView({ block: "nearest" });
    document.querySelector(`tr:has([data-row-id="${CSS.escape(rules.at(-1)?.rule ?? "")}"])`)?.scrollIntoView({ block: "nearest" });
  }

  function refuse(problems) {
    for (const input of fields.querySelectorAll("input, select")) {
      const text = problems[input.name];
      input.parentElement.querySelector(".panel__error")?.remove();
      input.toggleAttribute("aria-invalid", Boolean(text));
      input.removeAttribute("aria-describedby");
      if (!text) continue;
      const error = made("p", { id: `${input.id}-error`, className: "panel__error", textContent: text });
      input.before(error);
      input.setAttribute("aria-describedby", error.id);
    }
    fields.querySelector("[aria-invalid]")?.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    forget();
    const inputs = Object.fromEntries([...fields.querySelectorAll("input, select")].map(({ name, value }) => [name, value]));
    const body = json({ document: await drawing(), decision: choice.value, inputs });
    const { status, answer } = await send(data.try_url, body, data.form_token);
    refuse(answer.problems ?? {});
    if (status === 200) show(answer);
    else if (!answer.problems) complain(answer);
  });
  choice.addEventListener("change", () => {
    forget();
    ask();
  });
  return { reread };
}

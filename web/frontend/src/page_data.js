// What the server hands to a script: one JSON block in the page.
export function pageData(id = "data") {
  return JSON.parse(document.getElementById(id).textContent);
}

// Sends a change with the form token; gives the status and the JSON of the answer.
export async function send(url, body, token, headers = {}) {
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { "X-Form-Token": token, Accept: "application/json", ...headers },
  });
  return { status: response.status, answer: await response.json() };
}

// The instant of the deploy dialog as a part of the address, nothing for at once.
export function effect() {
  const { value } = document.getElementById("deploy-from");
  return value ? `?from=${encodeURIComponent(value)}` : "";
}

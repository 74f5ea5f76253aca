// Lists whose items have buttons: keyboard shortcuts, and actions without reloading the page.
// The lists also work without script.
const form = document.querySelector("form[data-undo]");
const status = document.getElementById("queue-status");
const items = () => [...(form?.querySelectorAll("[data-key]") ?? [])];
const open = () => items().filter((item) => !item.classList.contains("is-done"));
let isSent = false;
let lastUndo = null; // the undo button of the last action

function say(text) {
  status.textContent = text;
}

function go(item) {
  if (!item) return;
  item.focus();
  item.scrollIntoView({ block: "nearest" });
}

function current() {
  return document.activeElement?.closest("[data-key]") ?? null;
}

function next(from) {
  const all = items();
  const rest = open();
  return rest.find((item) => all.indexOf(item) > all.indexOf(from)) ?? rest[0];
}

function previous(from) {
  const all = items();
  return open().findLast((item) => all.indexOf(item) < all.indexOf(from)) ?? from;
}

// Reload and focus the item if it is listed again, otherwise the first one. Ticks and chosen reasons stay.
function reload(item) {
  const ticked = [...form.querySelectorAll("[name=item]:checked")].map((tick) => tick.value);
  const reasons = [...form.querySelectorAll("select")].map((select) => [select.name, select.value]);
  history.replaceState({ resume: rowOf(item), text: status.textContent, ticked, reasons }, "");
  location.reload();
}

function rowOf(item) {
  const { key } = item.dataset;
  return key.slice(0, key.lastIndexOf(":")); // without its version
}

function resume() {
  const { resume: wanted, text, ticked = [], reasons = [] } = history.state ?? {};
  if (wanted === undefined) return;
  history.replaceState(null, "");
  for (const tick of form?.querySelectorAll("[name=item]") ?? []) tick.checked = ticked.includes(tick.value);
  for (const [name, value] of reasons) if (form?.elements[name]) form.elements[name].value = value;
  if (form) say(text);
  go(items().find((item) => rowOf(item) === wanted) ?? items()[0] ?? document.querySelector(".work-empty"));
}

async function send(url, data) {
  const response = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("unexpected response");
  return response.json();
}

// Show the result in an item, with an undo button while that is possible.
function outcome(item, text, undo) {
  const line = document.createElement("p");
  line.className = "outcome";
  line.append(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "work-button work-button-quiet";
    button.textContent = "Undo";
    button.addEventListener("click", () => {
      button.disabled = true;
      undoAction(item, undo);
    });
    line.append(button);
    lastUndo = button;
  }
  item.querySelector(".outcome")?.remove();
  (item.querySelector("[data-outcome]") ?? item).append(line);
  say(text);
  return line;
}

// Put the item as it is now in the place of the one that was shown.
function renewed(item, row) {
  if (!row) return item;
  const isHere = current() === item;
  const body = document.createElement("tbody");
  body.innerHTML = row;
  const fresh = body.firstElementChild;
  item.replaceWith(fresh);
  if (isHere) go(fresh);
  return fresh;
}

function close(item) {
  const isHere = current() === item; // leave the focus where the user moved it
  for (const tick of item.querySelectorAll("input[type=checkbox]")) tick.checked = false;
  item.classList.add("is-done");
  if (!open().length) reload(item);
  else if (isHere) go(next(item));
}

async function act(item, button) {
  const data = new FormData();
  for (const field of form.querySelectorAll(":scope > input[type=hidden]")) data.set(field.name, field.value);
  data.set(button.name, button.value);
  const refusal = item.querySelector("select");
  if (refusal) data.set(refusal.name, refusal.value);
  item.setAttribute("aria-busy", "true");
  try {
    const answer = await send(button.hasAttribute("formaction") ? button.formAction : form.action, data);
    const shown = renewed(item, answer.row);
    outcome(shown, answer.message || answer.problems.join(" "), answer.undo[0]);
    if (!answer.again && !("stays" in form.dataset)) close(shown);
  } catch {
    isSent = true;
    form.requestSubmit(button); // a normal form submission shows the error page
  } finally {
    item.removeAttribute("aria-busy");
  }
}

async function undoAction(item, token) {
  const data = new FormData();
  data.set(form.dataset.undoField, token);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const lost = { problems: ["No response. Please try again."], again: true };
  const answer = await send(form.dataset.undo, data).catch(() => lost);
  const shown = renewed(item, answer.message && answer.row);
  const line = outcome(shown, answer.message || answer.problems.join(" "), answer.again && token);
  if (shown !== item) go(shown);
  else if (answer.message) reload(item); // it has a new version
  else (line.querySelector("button") ?? item).focus();
}

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  const item = button?.closest("[data-key]");
  if (!item || isSent) return;
  event.preventDefault();
  if (!item.hasAttribute("aria-busy")) act(item, button);
});

const isOn = () => localStorage.getItem("shortcuts") !== "off";
const help = document.querySelector("dialog.keys");
for (const tick of document.querySelectorAll("[data-shortcuts]")) {
  tick.checked = isOn();
  tick.addEventListener("change", () => localStorage.setItem("shortcuts", tick.checked ? "on" : "off"));
}
document.getElementById("keys-open")?.addEventListener("click", () => help.showModal());

addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("select, textarea, [contenteditable], dialog, input:not([type=checkbox])");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
  const here = current();
  const onPage = document.querySelector(`[data-page-shortcut="${CSS.escape(event.key)}"]`);
  if (onPage) {
    event.preventDefault();
    if (onPage.matches("input")) onPage.focus();
    else if (!event.repeat) onPage.click();
  } else if (form && "jn".includes(event.key)) go(next(here));
  else if (form && event.key === "k") go(previous(here));
  else if (form && event.key === "u" && !event.repeat) undoLast();
  else if (form) press(event, here);
});

// The first key only selects an item, so that no one judges an item they have not seen.
function press(event, here) {
  const isSelected = here && !here.classList.contains("is-done");
  const item = isSelected ? here : next(here);
  const target = item?.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!target || event.repeat || item.hasAttribute("aria-busy")) return;
  event.preventDefault();
  if (!isSelected) {
    go(item);
    say(`${item.querySelector("h2, th a").textContent} is selected. Press ${event.key} again to judge.`);
  } else if (target.matches("button")) act(item, target);
  else target.click();
}

function undoLast() {
  if (items().some((item) => item.hasAttribute("aria-busy"))) return; // that action is not the last
  const button = lastUndo?.isConnected ? lastUndo : document.querySelector("[data-undo-last]");
  if (button) button.click();
  else say(`Nothing to undo since this page was loaded.`);
}

const all = document.getElementById("mod-all");
all?.addEventListener("change", () => {
  for (const item of open()) {
    const tick = item.querySelector("input[type=checkbox]");
    if (tick) tick.checked = all.checked;
  }
});
for (const hint of ["keys-open", "mod-keys", "mod-all-label"]) document.getElementById(hint)?.removeAttribute("hidden");
resume();
if (!history.state && location.hash.startsWith("#row-")) go(document.getElementById(location.hash.slice(1)) ?? items()[0]);

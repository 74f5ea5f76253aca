// Keyboard shortcuts, and verdicts without reloading the page. The queue also works without script.
const form = document.getElementById("mod-queue");
const status = document.getElementById("mod-status");
const items = [...document.querySelectorAll(".mod-item")];
let isSent = false;
let lastUndo = null; // the undo button of the last verdict
const open = () => items.filter((item) => !item.classList.contains("is-done"));

function say(text) {
  status.textContent = text;
}

function go(item) {
  if (!item) return;
  item.focus();
  item.scrollIntoView({ block: "nearest" });
}

function current() {
  return document.activeElement?.closest(".mod-item") ?? null;
}

function next(from) {
  const rest = open();
  return rest.find((item) => items.indexOf(item) > items.indexOf(from)) ?? rest[0];
}

// Reload and focus the item if it is held again, otherwise the first one. Ticks and chosen reasons stay.
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
  for (const tick of form.querySelectorAll("[name=item]")) tick.checked = ticked.includes(tick.value);
  for (const [name, value] of reasons) if (form.elements[name]) form.elements[name].value = value;
  say(text);
  go(items.find((item) => rowOf(item) === wanted) ?? items[0] ?? document.querySelector(".work-empty"));
}

async function send(url, data) {
  const response = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("unexpected response");
  return response.json();
}

// Show the result below an item, with an undo button while that is possible.
function outcome(item, text, undo) {
  const line = document.createElement("p");
  line.className = "mod-outcome";
  line.append(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "work-button work-button-quiet";
    button.textContent = "Undo";
    button.addEventListener("click", () => {
      button.disabled = true;
      undoVerdict(item, undo);
    });
    line.append(button);
    lastUndo = button;
  }
  item.querySelector(".mod-outcome")?.remove();
  item.append(line);
  say(text);
  return line;
}

function close(item) {
  const isHere = current() === item; // leave the focus where the moderator moved it
  for (const tick of item.querySelectorAll("input[type=checkbox]")) tick.checked = false;
  item.classList.add("is-done");
  if (!open().length) reload(item);
  else if (isHere) go(next(item));
}

async function judge(item, button) {
  const data = new FormData();
  for (const name of ["csrfmiddlewaretoken", "state"]) data.set(name, form.elements[name].value);
  data.set("one", button.value);
  const refusal = item.querySelector("select");
  if (refusal) data.set(refusal.name, refusal.value);
  item.setAttribute("aria-busy", "true");
  try {
    const answer = await send(form.action, data);
    outcome(item, answer.message || answer.problems.join(" "), answer.undo[0]);
    if (!answer.again) close(item);
  } catch {
    isSent = true;
    form.requestSubmit(button); // a normal form submission shows the error page
  } finally {
    item.removeAttribute("aria-busy");
  }
}

async function undoVerdict(item, verdict) {
  const data = new FormData();
  data.set("verdict", verdict);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const lost = { problems: ["No response. Please try again."], again: true };
  const answer = await send(form.dataset.undo, data).catch(() => lost);
  const line = outcome(item, answer.message || answer.problems.join(" "), answer.again && verdict);
  if (answer.message) reload(item); // it has a new version
  else (line.querySelector("button") ?? item).focus();
}

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  const item = button?.closest(".mod-item");
  if (!item || isSent) return;
  event.preventDefault();
  if (!item.hasAttribute("aria-busy")) judge(item, button);
});

addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("select, textarea, input:not([type=checkbox])");
  if (!form || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const here = current();
  if (event.key === "n") {
    event.preventDefault();
    go(next(here));
    return;
  }
  if (event.key === "u" && !event.repeat) undoLast();
  const isSelected = here && !here.classList.contains("is-done");
  const item = isSelected ? here : next(here);
  const button = item?.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!button || event.repeat || item.hasAttribute("aria-busy")) return;
  event.preventDefault();
  if (isSelected) judge(item, button);
  else select(item, event.key);
});

function undoLast() {
  if (items.some((item) => item.hasAttribute("aria-busy"))) return; // that verdict is not the last
  if (lastUndo?.isConnected) lastUndo.click();
  else say("No verdict since this page was loaded.");
}

// The first key only selects an item, so that no one judges an item they have not seen.
function select(item, key) {
  go(item);
  say(`${item.querySelector("h2").textContent} is selected. Press ${key} again to judge.`);
}

const all = document.getElementById("mod-all");
all?.addEventListener("change", () => {
  for (const item of open()) {
    const tick = item.querySelector("input[type=checkbox]");
    if (tick) tick.checked = all.checked;
  }
});
for (const hint of ["mod-keys", "mod-all-label"]) document.getElementById(hint)?.removeAttribute("hidden");
resume();

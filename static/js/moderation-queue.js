// The queue works without this: it judges by key and without a new page for every verdict.
const form = document.getElementById("mod-queue");
const status = document.getElementById("mod-status");
const items = [...document.querySelectorAll(".mod-item")];
let isSent = false;
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

// Loads the page anew and goes on there: in the item itself if it waits again, else in the first one.
function reload(item) {
  history.replaceState({ goOn: rowOf(item) }, "");
  location.reload();
}

function rowOf(item) {
  const { key } = item.dataset;
  return key.slice(0, key.lastIndexOf(":")); // without its version
}

function goOn() {
  const wanted = history.state?.goOn;
  if (wanted === undefined) return;
  history.replaceState(null, "");
  go(items.find((item) => rowOf(item) === wanted) ?? items[0] ?? document.querySelector(".work-empty"));
}

async function send(address, data) {
  const response = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("no answer");
  return response.json();
}

function outcome(item, text, undo) {
  const line = document.createElement("p");
  line.className = "mod-outcome";
  line.append(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "work-button work-button-quiet";
    button.textContent = "Take back";
    button.addEventListener("click", () => takeBack(item, line, undo));
    line.append(button);
  }
  item.querySelector(".mod-outcome")?.remove();
  item.append(line);
}

async function judge(item, button) {
  const data = new FormData();
  for (const name of ["csrfmiddlewaretoken", "state"]) data.set(name, form.elements[name].value);
  data.set("one", button.value);
  const refusal = item.querySelector("select");
  if (refusal) data.set(refusal.name, refusal.value);
  const following = next(item);
  item.setAttribute("aria-busy", "true");
  try {
    const answer = await send(form.action, data);
    const text = answer.said || answer.problems.join(" ");
    for (const tick of item.querySelectorAll("input[type=checkbox]")) tick.checked = false;
    item.classList.add("is-done");
    outcome(item, text, answer.undo[0]);
    say(text);
    if (open().length) go(following === item ? open()[0] : following);
    else reload(item);
  } catch {
    isSent = true;
    form.requestSubmit(button); // the long way, which says what is wrong
  } finally {
    item.removeAttribute("aria-busy");
  }
}

async function takeBack(item, line, verdict) {
  const data = new FormData();
  data.set("verdict", verdict);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await send(form.dataset.undo, data);
    if (answer.said) reload(item); // it has a new version
    else line.textContent = answer.problems.join(" ");
  } catch {
    line.textContent = "The answer did not arrive. Load the page again to see how it stands.";
  }
  say(line.textContent);
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
  if (event.key === "n") {
    event.preventDefault();
    const item = current();
    go(item ? next(item) : open()[0]);
    return;
  }
  const item = current();
  const button = item?.querySelector(`[data-deed="${CSS.escape(event.key)}"]`);
  if (!button || item.classList.contains("is-done") || item.hasAttribute("aria-busy")) return;
  event.preventDefault();
  judge(item, button);
});

const all = document.getElementById("mod-all");
all?.addEventListener("change", () => {
  for (const item of open()) {
    const tick = item.querySelector("input[type=checkbox]");
    if (tick) tick.checked = all.checked;
  }
});
for (const hint of ["mod-keys", "mod-all-label"]) document.getElementById(hint)?.removeAttribute("hidden");
goOn();

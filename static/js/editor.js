// Without this a post is written in a plain text area with a preview in another tab. Here it gets buttons,
// a preview beside it, pictures by drop and paste. What is typed into a post or the settings of a page has
// a copy in this browser for when the tab closes.

const WAIT = 400; // milliseconds without a key before the preview is asked for
const KEEP = 1000;

const wrap = (before, after = before, sample = "text") => ({ before, after, sample });
const line = (mark) => ({ mark });
const BUTTONS = [
  ["Bold", "B", wrap("**"), "b"],
  ["Italic", "I", wrap("*"), "i"],
  ["Link", "Link", wrap("[", "](https://)"), "k"],
  ["Heading", "H", line("## ")],
  ["Quote", "“ ”", line("> ")],
  ["List", "• List", line("- ")],
  ["Numbered list", "1. List", line("1. ")],
  ["Code", "</>", wrap("`")],
  ["Footnote", "Note", wrap("", "[^1]", "")],
];

function replace(text, start, end, words, selectFrom, selectTo) {
  text.focus();
  text.setSelectionRange(start, end);
  // The one way to write that the browser's own undo knows; setRangeText is for browsers without it.
  if (!document.execCommand("insertText", false, words)) {
    text.setRangeText(words, start, end, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (selectFrom !== undefined) text.setSelectionRange(selectFrom, selectTo);
}

function format(text, { before, after, sample, mark }) {
  const { selectionStart: start, selectionEnd: end, value } = text;
  if (mark) {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(from, end).split("\n").map((one) => mark + one).join("\n");
    replace(text, from, end, lines);
    return;
  }
  const inner = value.slice(start, end) || sample;
  const at = start + before.length;
  replace(text, start, end, before + inner + after, at, at + inner.length);
}

function button(label, face, onClick) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: face, title: label });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", onClick);
  return made;
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

async function post(address, body) {
  const headers = { "X-CSRFToken": token(), Accept: "application/json" };
  const answer = await fetch(address, { method: "POST", body, headers });
  if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
  return answer.json();
}

function startPreview(editor, text) {
  const pane = editor.querySelector(".editor-preview");
  const said = editor.querySelector(".editor-said");
  let timer, asked = 0;

  async function show() {
    const mine = ++asked;
    const body = new FormData();
    body.append("body", text.value);
    try {
      const found = await post(editor.dataset.preview, body);
      if (mine !== asked) return; // a later one is on its way
      pane.innerHTML = found.html; // from the server's one renderer, which cleaned it
      said.textContent = [`${found.words} words, ${found.minutes} min read`, ...found.problems].join(" · ");
    } catch {
      said.textContent = "The preview did not arrive.";
    }
  }

  const toggle = button("Preview beside the text", "Preview", () => {
    pane.hidden = !pane.hidden;
    toggle.setAttribute("aria-pressed", String(!pane.hidden));
    if (!pane.hidden) show();
  });
  toggle.setAttribute("aria-pressed", "false");
  text.addEventListener("input", () => {
    clearTimeout(timer);
    if (!pane.hidden) timer = setTimeout(show, WAIT);
  });
  return toggle;
}

function startPictures(editor, text) {
  const dialog = editor.querySelector("dialog");
  const part = (name) => dialog.querySelector(`[data-part=${name}]`);
  const said = dialog.querySelector(".editor-picture-said");
  let dropped = null, place = 0;

  function say(words) {
    said.hidden = !words;
    said.textContent = words;
  }

  function ask(file) {
    dropped = file;
    place = text.selectionEnd;
    for (const name of ["file", "alt"]) part(name).value = "";
    part("decorative").checked = false;
    part("file").closest("p").hidden = Boolean(file);
    say("");
    dialog.showModal();
    part(file ? "alt" : "file").focus();
  }

  async function add() {
    const file = dropped ?? part("file").files[0];
    const body = new FormData();
    if (file) body.append("file", file);
    body.append("alt", part("alt").value);
    if (part("decorative").checked) body.append("decorative", "on");
    part("add").disabled = true;
    try {
      const found = await post(editor.dataset.upload, body);
      if (found.errors) {
        say(Object.values(found.errors).flat().join(" "));
        return;
      }
      dialog.close();
      replace(text, place, place, `\n\n${found.markdown}\n\n`);
    } catch {
      say("The picture did not arrive. Try again.");
    } finally {
      part("add").disabled = false;
    }
  }

  part("add").addEventListener("click", add);
  part("leave").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "text") return;
    event.preventDefault(); // it would save the whole post
    add();
  });
  const pictureIn = (data) => [...(data?.files ?? [])].find((file) => file.type.startsWith("image/"));
  text.addEventListener("paste", (event) => {
    const file = pictureIn(event.clipboardData);
    if (!file) return;
    event.preventDefault();
    ask(file);
  });
  text.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    text.classList.add("is-target");
  });
  for (const name of ["dragleave", "drop"]) text.addEventListener(name, () => text.classList.remove("is-target"));
  text.addEventListener("drop", (event) => {
    const file = pictureIn(event.dataTransfer);
    if (!file) return;
    event.preventDefault();
    ask(file);
  });
  return button("Picture", "Picture", () => ask(null));
}

function startBackstop(bar) {
  const form = bar.closest("form");
  const fields = bar.dataset.keeps.split(" ").map((name) => form.elements[name]).filter(Boolean);
  const { pathname, searchParams } = new URL(form.action); // of the page itself, whichever button was pressed
  const scheduled = searchParams.get("scheduled"); // its text differs from the current one
  const key = `text:${pathname}${scheduled ? `?scheduled=${scheduled}` : ""}`;
  const isRefused = "refused" in bar.dataset; // so what it shows is stored nowhere yet
  let timer, isSent = false;

  function keep() {
    clearTimeout(timer);
    const words = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    const isUntouched = !isRefused && fields.every((field) => field.value === field.defaultValue);
    if (isUntouched && !bar.hidden) return; // nobody has decided yet what becomes of the copy there is
    if (isUntouched) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ at: Date.now(), words, isSent }));
  }

  function offer(at, words, differing) {
    const when = new Date(at).toLocaleString();
    const done = () => {
      bar.hidden = true;
      differing[0].focus();
    };
    bar.append(`This browser has a text of ${when} that was not saved. `);
    bar.append(button("Bring back the text that was not saved", "Bring it back", () => {
      for (const field of differing) replace(field, 0, field.value.length, words[field.name]);
      done();
    }), " ", button("Forget the text that was not saved", "Forget it", () => {
      localStorage.removeItem(key);
      done();
    }));
    bar.hidden = false;
  }

  try {
    const { at, words } = JSON.parse(localStorage.getItem(key)) ?? { words: {} };
    const differing = fields.filter(({ name, value }) => name in words && words[name] !== value);
    if (differing.length) offer(at, words, differing);
    else if (!isRefused) localStorage.removeItem(key);
  } catch {
    return; // a browser that keeps nothing
  }
  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, KEEP);
    });
  }
  // The page that says "saved" forgets the copy that was sent (editor-saved.js); a sign-in page does not.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget !== "_blank") isSent = true;
  });
  window.addEventListener("pagehide", keep);
}

function start(editor) {
  const text = editor.querySelector("textarea");
  const bar = editor.querySelector(".editor-bar");
  for (const [label, face, how, key] of BUTTONS) {
    bar.append(button(key ? `${label} (Ctrl+${key.toUpperCase()})` : label, face, () => format(text, how)));
  }
  bar.append(startPictures(editor, text), startPreview(editor, text));
  bar.hidden = false;
  text.addEventListener("keydown", (event) => {
    const found = BUTTONS.find(([, , , key]) => key && key === event.key);
    if (!found || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    format(text, found[2]);
  });
}

for (const editor of document.querySelectorAll(".editor")) start(editor);
for (const bar of document.querySelectorAll(".rescue")) startBackstop(bar);

// Preview, drafts and quotations without leaving the page. The forms of the forum also work without.
const form = document.querySelector("form[data-forum]");
const PAUSE = 10_000; // milliseconds between two drafts

const text = form?.elements.text;
const typed = () => `${form.elements.title?.value ?? ""}\n${text.value}`;
let saved = form && typed();
let timer = 0;
let isLeaving = false;

const say = (words) => {
  form.querySelector("[data-state]").textContent = words;
};

// Send the form as the button `what` does, and return the answer.
function send(what, { withFile = false, keepalive = false } = {}) {
  const fields = new FormData(form);
  fields.set("do", what);
  if (!withFile) {
    fields.delete("picture");
    fields.delete("alt");
  }
  return fetch(form.action, { method: "POST", body: fields, redirect: "manual", keepalive });
}

async function saveDraft({ keepalive = false } = {}) {
  clearTimeout(timer);
  timer = 0;
  const now = typed();
  if (isLeaving || now === saved) return;
  try {
    const answer = await send("draft", { keepalive });
    if (answer.ok) saved = now;
    const time = new Date().toLocaleTimeString([], { timeStyle: "short" });
    say(answer.ok ? `Draft saved at ${time}.` : "Your draft is not saved. Use the button to see why.");
  } catch {
    say("Your draft is not saved: the connection dropped.");
  }
}

// Show the preview from the page that answers; any other answer is shown as without script.
async function preview(button) {
  say("");
  const answer = await send(button.value, { withFile: true }).catch(() => null);
  if (!answer?.ok) return submitPlainly(button);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [here, there] = [document, page].map((each) => each.getElementById("preview"));
  here.replaceChildren(...there.childNodes);
  here.hidden = there.hidden;
  if (there.hidden) say("There is no text yet.");
  else here.focus();
  if (form.elements.picture.value) {
    text.value = page.querySelector("form[data-forum] textarea[name=text]").value;
    form.elements.picture.value = form.elements.alt.value = "";
    remind();
  }
}

function submitPlainly(button) {
  isLeaving = true;
  form.requestSubmit(button);
}

function remind() {
  timer ||= setTimeout(saveDraft, PAUSE);
}

function quote(link, words) {
  const { quote: number, handle } = link.dataset;
  const who = handle ? `@${handle}` : "A former member";
  const lines = words.trim().slice(0, 2000).split("\n");
  const quoted = lines.map((line) => `> ${line}`.trimEnd()).join("\n");
  const before = text.value.trimEnd();
  text.value = `${before}${before && "\n\n"}> ${who} wrote ([#${number}](/forum/posts/${number}/)):\n>\n${quoted}\n\n`;
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
  remind();
}

// Return what is selected inside the text of the post that has `link`.
function selectedIn(link) {
  const selection = getSelection();
  const post = link.closest(".post-item")?.querySelector(".post-text");
  return selection.rangeCount && post?.contains(selection.getRangeAt(0).commonAncestorContainer)
    ? selection.toString()
    : "";
}

if (form) {
  form.addEventListener("input", remind);
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!isLeaving && (button?.value === "preview" || button?.value === "picture")) {
      event.preventDefault();
      preview(button);
    } else {
      isLeaving = true; // the button stores everything; a draft must not come after it
    }
  });
  addEventListener("pageshow", () => {
    isLeaving = false;
  });
  addEventListener("pagehide", () => saveDraft({ keepalive: true }));
  for (const link of document.querySelectorAll("a[data-quote]")) {
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const words = selectedIn(link);
      if (words.trim()) return quote(link, words);
      await saveDraft();
      if (typed() === saved) location.assign(link.href); // the page goes on with the draft
    });
  }
}

// Send a file with a progress bar, or record a video in the page. Without this script, the forms
// of the page send the file as any other.

const megabytes = (bytes) => `${Math.ceil(bytes / 1e6)} MB`;

const say = (box, text) => {
  box.querySelector(".upload-state").textContent = text;
};

const show = (box, percent) => {
  const bar = box.querySelector(".upload-progress");
  bar.hidden = percent === null;
  if (percent !== null) bar.firstElementChild.value = percent;
};

// Say why, and let the guest send again; the page stays, for it has the file or the recording.
const fail = (box, retry, text) => {
  show(box, null);
  say(box, text);
  retry();
};

// Return what the page says that the server answered, "" if it is not a page of ours.
const noticeIn = (html) => {
  const summary = new DOMParser().parseFromString(html, "text/html").querySelector(".error-summary");
  const errors = summary?.querySelectorAll("li") ?? [];
  const texts = errors.length ? errors : summary?.querySelectorAll("p") ?? [];
  return [...texts].map((text) => text.textContent.trim()).join(" ");
};

// Send `file` as `form` sends one. `box` shows how far it is; `retry` runs after a failure.
export const send = (form, file, { name = file.name, box = form, retry }) => {
  const most = Number(form.dataset.upload);
  if (file.size > most) {
    return fail(box, retry, `This file has ${megabytes(file.size)}; ${megabytes(most)} is the most.`);
  }
  const fields = new FormData();
  fields.append("file", file, name);
  fields.append("sent", form.elements.sent.value); // last: it tells that all has arrived
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    const percent = Math.floor((100 * event.loaded) / event.total);
    show(box, percent);
    say(box, percent < 100 ? `${percent} % of ${megabytes(file.size)} sent` : "Sent. We look at the file…");
  });
  request.addEventListener("load", () => {
    if (request.status < 400 && request.responseURL) return location.assign(request.responseURL);
    const lost = "The file did not arrive. Your words are stored: please send the file again.";
    fail(box, retry, noticeIn(request.responseText) || lost);
  });
  request.addEventListener("error", () => {
    fail(box, retry, "The connection dropped. Your words are stored: please send the file again.");
  });
  show(box, 0);
  request.open("POST", form.action);
  request.send(fields);
};

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const [file] = form.querySelector("input[type=file]").files;
    if (!file) return; // the server says what is missing
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    const retry = () => {
      button.disabled = false;
      button.focus();
    };
    send(form, file, { retry });
  });
}

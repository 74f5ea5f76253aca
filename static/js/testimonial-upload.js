// Send a file with a progress bar, or record a video in the page. Without this script, the forms
// of the page send the file as any other.

const megabytes = (bytes) => `${Math.ceil(bytes / 1e6)} MB`;

const say = (form, text) => {
  form.querySelector(".upload-state").textContent = text;
};

const show = (form, percent) => {
  const bar = form.querySelector(".upload-progress");
  bar.hidden = percent === null;
  if (percent !== null) bar.firstElementChild.value = percent;
};

const fail = (form, text) => {
  show(form, null);
  say(form, text);
  form.querySelector("button").disabled = false;
};

// Put the page that the server answered in the place of this one.
const replace = (html) => {
  const answered = new DOMParser().parseFromString(html, "text/html");
  document.title = answered.title;
  document.querySelector("main").replaceWith(answered.querySelector("main"));
  document.querySelector(".error-summary")?.focus();
  prepare();
};

const arrived = (form, request) => {
  if (request.status >= 400 && request.responseText.includes("<main")) return replace(request.responseText);
  if (request.status >= 400 || !request.responseURL) {
    return fail(form, "The file did not arrive. Your words are stored: please send the file again.");
  }
  location.assign(request.responseURL);
};

export const send = (form, file, name = file.name) => {
  const most = Number(form.dataset.upload);
  if (file.size > most) return fail(form, `This file has ${megabytes(file.size)}; ${megabytes(most)} is the most.`);
  const fields = new FormData();
  fields.append("file", file, name);
  fields.append("sent", form.elements.sent.value); // last: it tells that all has arrived
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    const percent = Math.floor((100 * event.loaded) / event.total);
    show(form, percent);
    say(form, percent < 100 ? `${percent} % of ${megabytes(file.size)} sent` : "Sent. We look at the file…");
  });
  request.addEventListener("load", () => arrived(form, request));
  request.addEventListener("error", () => {
    fail(form, "The connection dropped. Your words are stored: please send the file again.");
  });
  form.querySelector("button").disabled = true;
  show(form, 0);
  request.open("POST", form.action);
  request.send(fields);
};

const prepare = () => {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    form.addEventListener("submit", (event) => {
      const [file] = form.querySelector("input[type=file]").files;
      if (!file) return; // the server says what is missing
      event.preventDefault();
      send(form, file);
    });
  }
};

prepare();

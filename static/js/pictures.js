// A field that chooses a picture works without this as a plain list: here it shows the thumbnail and uploads in place.

function showChosen(field) {
  const chosen = field.querySelector("select").selectedOptions[0];
  field.querySelector(".thumbnail")?.remove();
  if (!chosen?.value) return;
  field.prepend(drawn(chosen.dataset.thumbnail, { className: "thumbnail", width: 112, height: 84 }));
}

const drawn = (src, rest) => Object.assign(document.createElement("img"), { alt: "", src, ...rest });

function say(field, words, isBad) {
  const said = field.querySelector(".pick-image-said");
  said.textContent = words;
  said.classList.toggle("is-bad", isBad);
}

function choose(field, picture) {
  const select = field.querySelector("select");
  let option = [...select.options].find((one) => one.value === String(picture.id));
  if (!option) {
    option = new Option(`${picture.title} (no. ${picture.id})`, picture.id);
    option.dataset.thumbnail = picture.url;
    option.prepend(drawn(picture.url, { width: 64, height: 48 })); // a browser that shows names only ignores it
    select.options[0].after(option);
  }
  option.selected = true;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

async function upload(field) {
  const part = (name) => field.querySelector(`[data-part=${name}]`);
  const body = new FormData();
  if (part("file").files[0]) body.append("file", part("file").files[0]);
  body.append("alt", part("alt").value);
  if (part("decorative").checked) body.append("decorative", "on");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const button = field.querySelector("button");
  button.disabled = true;
  say(field, "Uploading …", false);
  try {
    const answer = await fetch(field.dataset.upload, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    const result = await answer.json();
    if (result.errors) {
      say(field, Object.values(result.errors).flat().join(" "), true);
      return;
    }
    choose(field, result);
    say(field, result.note || "The picture was added and chosen.", false);
    for (const name of ["file", "alt"]) part(name).value = "";
    part("decorative").checked = false;
  } catch {
    say(field, "The picture did not arrive. Try again.", true);
  } finally {
    button.disabled = false;
  }
}

function start(field) {
  field.querySelector("details").hidden = false;
  field.querySelector("select").addEventListener("change", () => showChosen(field));
  field.querySelector("button").addEventListener("click", () => upload(field));
  field.querySelector("details").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault(); // it would save the page around this field
    upload(field);
  });
}

const isTemplate = (field) => field.closest(".empty-form");
for (const field of document.querySelectorAll(".pick-image")) if (!isTemplate(field)) start(field);
document.addEventListener("formset:added", (event) => {
  for (const field of event.target.querySelectorAll(".pick-image")) start(field);
});

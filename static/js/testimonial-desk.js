// Optional: shows the progress of a conversion, copies an open link. The pages work without it.
const EVERY = 2000; // milliseconds
const progress = document.querySelector("[data-progress]");
const form = document.getElementById("record");
const isEdited = () => "unsaved" in (form?.dataset ?? {}) || [...(form?.elements ?? [])].some((field) => field.matches("textarea, input[type=text], input[type=number]") && field.value !== field.defaultValue);

async function follow() {
  const answer = await fetch(progress.dataset.progress, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return; // signed out or offline: the page stays as it is
  const { progress: percent } = await answer.json();
  const text = progress.querySelector("[data-percent]");
  if (percent !== null) {
    progress.querySelector("progress").value = percent;
    text.textContent = `${percent} %`;
    setTimeout(follow, EVERY);
  } else if (isEdited()) {
    text.textContent = "Finished. Save your changes to see the result.";
  } else {
    location.reload();
  }
}

if (progress) setTimeout(follow, EVERY);

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    await navigator.clipboard.writeText(field.value).catch(() => {});
    document.getElementById("copied").textContent = "Copied.";
  });
}

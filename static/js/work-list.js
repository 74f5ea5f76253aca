// Optional: ticks and counts all rows of a page, and submits the filters on change.
const rows = [...document.querySelectorAll(".work-select")];
const all = document.getElementById("work-all");
const status = document.getElementById("work-selected");

function count() {
  const chosen = rows.filter((row) => row.checked).length;
  if (status) status.textContent = chosen ? `${chosen} of ${rows.length} selected` : "";
  if (all) {
    all.checked = chosen > 0 && chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  }
}

all?.addEventListener("change", () => {
  for (const row of rows) row.checked = all.checked;
  count();
});
for (const row of rows) row.addEventListener("change", count);
count();

const filters = document.getElementById("work-filters");
for (const field of filters?.querySelectorAll("select") ?? []) {
  field.addEventListener("change", () => filters.requestSubmit());
}
filters?.addEventListener("submit", () => {
  for (const field of filters.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of filters?.elements ?? []) field.disabled = false;
});

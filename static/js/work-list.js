// Optional: ticks and counts all rows of a page, submits the filters on change, tells of new inquiries.
const rows = () => [...document.querySelectorAll(".work-select")];
const all = document.getElementById("work-all");
const status = document.getElementById("work-selected");

function count() {
  const chosen = rows().filter((row) => row.checked).length;
  if (status) status.textContent = chosen ? `${chosen} of ${rows().length} selected` : "";
  if (all) {
    all.checked = chosen > 0 && chosen === rows().length;
    all.indeterminate = chosen > 0 && chosen < rows().length;
  }
}

document.getElementById("work-list")?.addEventListener("change", (event) => {
  if (event.target === all) for (const row of rows()) row.checked = all.checked;
  count();
});
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

// Ask for new inquiries while the page is visible; nothing moves until the user reloads.
const live = document.getElementById("work-live");
let shown = 0;

async function look() {
  if (document.hidden) return;
  const response = await fetch(live.dataset.url, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.headers.get("Content-Type")?.startsWith("application/json")) return;
  const { new: arrived } = await response.json();
  if (arrived === shown) return;
  shown = arrived;
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = "reload";
  const number = arrived > 99 ? "99+" : arrived;
  live.replaceChildren(...(arrived ? [`${number} new ${arrived === 1 ? "inquiry" : "inquiries"}: `, link] : []));
}
if (live) setInterval(look, 30_000);

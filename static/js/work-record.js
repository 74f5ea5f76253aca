// Optional: shows "why lost" only if needed, and warns about unsaved text when the page is left.
const state = document.getElementById("id_state");
const reason = document.getElementById("id_lost_reason")?.closest(".work-field");

function showReason() {
  if (reason) reason.hidden = state.value !== "lost";
}

state?.addEventListener("change", showReason);
if (state) showReason();

// Every button submits the whole page, and the server gives back what it did not store.
const form = document.getElementById("record");
const isChanged = (field) =>
  field.matches("textarea, input:not([type=hidden])")
    ? field.value !== field.defaultValue
    : field.matches("select") && [...field.options].some((option) => option.selected !== option.defaultSelected);
let isLeaving = false;
form?.addEventListener("submit", () => {
  isLeaving = true;
});
addEventListener("pageshow", () => {
  isLeaving = false;
});
addEventListener("beforeunload", (event) => {
  if (isLeaving || !form) return;
  if ("unsaved" in form.dataset || [...form.elements].some(isChanged)) event.preventDefault();
});

// Enter in the fields of a panel presses the button of that panel, not the first of the page.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input") || event.isComposing) return;
  const button = event.target.closest("details, section")?.querySelector(".work-buttons:last-of-type .work-button");
  if (!button) return;
  event.preventDefault();
  button.click();
});

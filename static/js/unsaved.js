// Optional: warns about unsaved text when a page is left other than by its buttons.
// Every button submits the whole page, and the server gives back what it did not store.
const form = document.getElementById("record");
const chosenFirst = (select) => Math.max(0, [...select.options].findIndex((option) => option.defaultSelected));
function isChanged(field) {
  if (field.matches("select")) return field.selectedIndex !== chosenFirst(field);
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.matches("textarea, input:not([type=hidden])") && field.value !== field.defaultValue;
}
let isLeaving = false;
form?.addEventListener("submit", () => {
  isLeaving = true;
});
addEventListener("pageshow", () => {
  isLeaving = false;
});
form?.addEventListener("input", () => {
  isLeaving = false; // a download left the page open
});
addEventListener("beforeunload", (event) => {
  if (isLeaving || !form) return;
  if ("unsaved" in form.dataset || [...form.elements].some(isChanged)) event.preventDefault();
});

// Optional: shows "why lost" only if needed, and warns about unsaved text.
const state = document.getElementById("id_state");
const reason = document.getElementById("id_lost_reason")?.closest(".work-field");

function showReason() {
  if (reason) reason.hidden = state.value !== "lost";
}

state?.addEventListener("change", showReason);
if (state) showReason();

const forms = [...document.querySelectorAll("#content-main form")];
const changed = (form) =>
  [...form.elements].some((field) =>
    field.matches("textarea, input[type=text], input[type=date]")
      ? field.value !== field.defaultValue
      : field.matches("select") && [...field.options].some((option) => option.selected !== option.defaultSelected),
  );
let isLeaving = false;
for (const form of forms) {
  form.addEventListener("submit", () => {
    isLeaving = true;
  });
}
addEventListener("pageshow", () => {
  isLeaving = false;
});
addEventListener("beforeunload", (event) => {
  if (!isLeaving && forms.some(changed)) event.preventDefault();
});

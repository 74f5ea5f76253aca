// Optional: shows "why lost" only if needed.
const state = document.getElementById("id_state");
const reason = document.getElementById("id_lost_reason")?.closest(".work-field");

function showReason() {
  if (reason) reason.hidden = state.value !== "lost";
}

state?.addEventListener("change", showReason);
if (state) showReason();

const form = document.getElementById("record");

// Enter in the fields of a panel presses the button of that panel, not the first of the page.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input") || event.isComposing) return;
  const button = event.target.closest("details, section")?.querySelector(".work-buttons:last-of-type .work-button");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// Mark a page of a topic as read once its end was on the screen. The button does so without script.
const form = document.getElementById("forum-read");

if (form && "IntersectionObserver" in window) {
  new IntersectionObserver((entries, watching) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watching.disconnect();
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
      .then((answer) => {
        form.hidden = answer.type === "opaqueredirect";
      })
      .catch(() => {});
  }).observe(form);
}

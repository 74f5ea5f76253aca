// After a save: forget the copy that this browser kept of the text that was saved, which the message names. Copies of
// other texts stay: what was sent may have ended at the sign-in page.

for (const message of document.querySelectorAll(".messagelist li")) {
  for (const key of [...message.classList].filter((one) => one.startsWith("text:"))) {
    try {
      if (JSON.parse(localStorage.getItem(key))?.isSent) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}

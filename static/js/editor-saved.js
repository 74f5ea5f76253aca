// After a save: forget the copies that the editor kept in this browser and sent to be saved.

if (document.querySelector(".messagelist .success")) {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith("text:"))) {
    try {
      if (JSON.parse(localStorage.getItem(key)).isSent) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}

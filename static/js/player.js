// Videos play without this. It keeps volume and captions on the device once the visitor has changed them (P18).

const KEY = "player";
const players = [...document.querySelectorAll("video[data-player]")];
const note = document.querySelector("[data-player-note]");
const said = document.querySelector("[data-player-said]");

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null; // refused, or not written by us
  }
}

const chosen = (player) => ({
  volume: player.volume,
  muted: player.muted,
  captions: [...player.textTracks].some((track) => track.mode === "showing"),
});

function apply(player, { volume, muted, captions }) {
  if (volume >= 0 && volume <= 1) player.volume = volume;
  player.muted = muted === true;
  for (const track of player.textTracks) track.mode = captions === true ? "showing" : "disabled";
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
let known = players.length ? chosen(players[0]) : null;
const untouched = known;

function keep(player) {
  const now = chosen(player);
  if (isSame(now, known)) return; // set by us, or by the browser while it loads
  known = now;
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
    note.hidden = false;
  } catch {
    // A browser that stores nothing plays as well.
  }
}

function forget() {
  localStorage.removeItem(KEY);
  known = untouched;
  for (const player of players) apply(player, untouched);
  note.hidden = true;
  said.textContent = "Your player settings are forgotten.";
}

const settings = stored();
for (const player of players) {
  if (settings) {
    apply(player, settings);
    known = chosen(player);
  }
  player.addEventListener("volumechange", () => keep(player));
  player.textTracks.addEventListener("change", () => keep(player));
}
if (note) {
  note.hidden = settings === null;
  note.querySelector("[data-player-forget]").addEventListener("click", forget);
}

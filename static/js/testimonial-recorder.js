// Record a video in the page, look at it, take it again or send it. Without this script or without
// a camera, the forms of the page take the file of any camera.

import { send } from "./testimonial-upload.js";

const TYPES = ["video/mp4", "video/webm"];

const prepare = (section, form) => {
  const picture = section.querySelector("video");
  const state = section.querySelector(".upload-state");
  const buttons = [...section.querySelectorAll("[data-do]")];
  const offer = (...names) => {
    for (const button of buttons) button.hidden = !names.includes(button.dataset.do);
    buttons.find((button) => !button.hidden)?.focus();
  };
  let stream, recorder, recording, timer;

  const close = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    picture.srcObject = null;
  };

  const finish = (parts) => {
    clearTimeout(timer);
    recording = new Blob(parts, { type: recorder.mimeType.split(";")[0] });
    close();
    picture.src = URL.createObjectURL(recording);
    picture.controls = true;
    state.textContent = "Look at it. Nothing is sent until you press “Send this recording”.";
    offer("send", "again");
  };

  const actions = {
    async start() {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { width: 1280 }, audio: true });
      } catch {
        state.textContent = "The browser gave us no camera and microphone. Use the forms below.";
        return;
      }
      picture.removeAttribute("src");
      picture.controls = false;
      picture.muted = true;
      picture.srcObject = stream;
      await picture.play();
      state.textContent = "The camera is on. Nothing is recorded yet.";
      offer("record");
    },
    record() {
      const parts = [];
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
      recorder = new MediaRecorder(stream, { mimeType });
      const stop = buttons.find((button) => button.dataset.do === "stop");
      recorder.addEventListener("dataavailable", (event) => {
        parts.push(event.data); // once a second
        stop.textContent = `Stop (${parts.length} s)`;
      });
      recorder.addEventListener("stop", () => finish(parts));
      recorder.start(1000);
      timer = setTimeout(actions.stop, 60_000 * Number(section.dataset.recorder));
      state.textContent = `Recording, for ${section.dataset.recorder} minutes at most.`;
      offer("stop");
    },
    stop() {
      if (recorder.state === "recording") recorder.stop();
    },
    again() {
      URL.revokeObjectURL(picture.src);
      picture.muted = false;
      return actions.start();
    },
    send() {
      offer();
      const name = recording.type === "video/mp4" ? "recording.mp4" : "recording.webm";
      send(form, recording, { name, box: section, retry: () => offer("send", "again") });
    },
  };
  for (const button of buttons) button.addEventListener("click", () => actions[button.dataset.do]());
  section.hidden = false;
};

const section = document.querySelector("[data-recorder]");
if (section && window.MediaRecorder && navigator.mediaDevices) {
  prepare(section, section.parentElement.querySelector("form[data-upload]"));
}

// Things to attach for somebody who has nothing at hand: a receipt drawn here, a short melody.

import { store } from "./store.js";
import { language, t } from "./texts.js";

/** A picture of a receipt, as a PNG file. */
export async function samplePhoto() {
  const canvas = document.createElement("canvas");
  canvas.width = 480;
  canvas.height = 360;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#d8cdbd";
  pen.fillRect(0, 0, 480, 360);
  pen.translate(240, 180);
  pen.rotate(-0.05);
  pen.fillStyle = "#fffdf8";
  pen.shadowColor = "rgba(0, 0, 0, .25)";
  pen.shadowBlur = 18;
  pen.fillRect(-150, -140, 300, 280);
  pen.shadowBlur = 0;
  pen.fillStyle = "#333";
  pen.font = "600 24px system-ui, sans-serif";
  pen.fillText(store.business.names[language()], -122, -92, 244);
  pen.font = "18px system-ui, sans-serif";
  for (const [line, y] of [[0, -40], [1, -4]]) {
    pen.fillText(t("sample.line"), -122, y);
    pen.fillText("¥ 120.00", 46, y);
    pen.fillRect(-122, y + 10, 244, line ? 2 : 1);
  }
  pen.font = "600 20px system-ui, sans-serif";
  pen.fillText("¥ 240.00", 38, 40);
  pen.strokeStyle = pen.fillStyle = "#b3392f";
  pen.lineWidth = 3;
  pen.beginPath();
  pen.ellipse(88, 33, 62, 24, 0.05, 0, Math.PI * 2);
  pen.stroke();
  pen.fillText(t("sample.note"), -122, 92);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  return new File([blob], "receipt.png", { type: "image/png" });
}

const RATE = 16000;
const MELODY = [392, 494, 587, 494];

/** Four soft notes, as a WAV file. */
export function sampleVoice() {
  const samples = RATE * 1.6;
  const view = new DataView(new ArrayBuffer(44 + samples * 2));
  const words = (at, text) => [...text].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)));
  words(0, "RIFF");
  view.setUint32(4, 36 + samples * 2, true);
  words(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  words(36, "data");
  view.setUint32(40, samples * 2, true);
  for (let at = 0; at < samples; at += 1) {
    const beat = (at / samples) * MELODY.length;
    const fade = Math.sin(Math.PI * (beat % 1));
    const wave = Math.sin((2 * Math.PI * MELODY[Math.floor(beat)] * at) / RATE);
    view.setInt16(44 + at * 2, wave * fade * 7000, true);
  }
  return new File([view], "voice.wav", { type: "audio/wav" });
}

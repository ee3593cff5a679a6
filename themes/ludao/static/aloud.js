// 长者模式 reads aloud, where the browser has a Chinese voice. A sentence at a time: long texts stop some voices.

const aloud = document.querySelector(".aloud");
const speech = window.speechSynthesis;

function voice() {
  const found = speech?.getVoices().filter(({ lang }) => /^(zh|cmn)\b/i.test(lang)) ?? [];
  return found.find(({ lang }) => /CN|Hans/i.test(lang)) ?? found[0];
}

const able = () => aloud?.classList.toggle("able", Boolean(voice()));
able();
speech?.addEventListener?.("voiceschanged", able);
aloud?.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const speaking = button.dataset.speaking;
  speech.cancel();
  delete button.dataset.speaking;
  button.textContent = speaking ? "朗读本文" : "停止朗读";
  if (speaking) return;
  button.dataset.speaking = "1";
  const parts = [...document.querySelectorAll("h1, .prose > :not(figure, table, .footnote)")].flatMap((element) => {
    const copy = element.cloneNode(true);
    for (const mark of copy.querySelectorAll(".footnote-ref")) mark.remove();
    return copy.textContent.split(/(?<=[。！？；])/);
  });
  const texts = parts.map((text) => text.trim()).filter(Boolean);
  texts.forEach((text, n) => {
    const said = Object.assign(new SpeechSynthesisUtterance(text), { voice: voice(), lang: "zh-CN", rate: 0.9 });
    if (n === texts.length - 1) said.onend = () => {
      delete button.dataset.speaking;
      button.textContent = "朗读本文";
    };
    speech.speak(said);
  });
});
addEventListener("pagehide", () => speech?.cancel());

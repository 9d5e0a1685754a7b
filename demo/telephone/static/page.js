// A telephone: dials, plays what is said, sends keys. The page decides nothing.
"use strict";
const at = (id) => document.getElementById(id);
let line = "", seen = 0, queue = [], playing = false;
let sending = Promise.resolve(); // keys arrive in the order they were pressed

function next() {
  const url = queue.shift();
  playing = Boolean(url);
  if (url) { at("audio").src = url; at("audio").play().catch(next); }
}
at("audio").addEventListener("ended", next);
at("audio").addEventListener("error", next);

function silence() { queue = []; at("audio").pause(); playing = false; }

function ended() {
  line = "";
  at("dial").disabled = at("who").disabled = false;
  at("hangup").disabled = true;
}

async function listen(mine) {
  while (line === mine) {
    const answer = await fetch(`/call/${mine}/${seen}`).catch(() => null);
    if (!answer || !answer.ok || line !== mine) break;
    for (const event of await answer.json()) {
      seen += 1;
      if (event.say) silence();
      for (const [text, language, sound] of event.say || []) {
        const said = document.createElement("li");
        said.textContent = text; said.lang = language; said.dir = "auto";
        at("said").append(said); said.scrollIntoView({ block: "nearest" });
        if (sound) queue.push(sound);
      }
      if (event.say && !playing) next();
      if (event.over) { ended(); return; }
    }
    texts();
  }
}

async function texts() {
  const who = at("who").value;
  const answer = who ? await fetch(`/texts/${who}`) : null;
  at("text").textContent = (answer && (await answer.json()).text) || "–";
}

at("dial").addEventListener("click", async () => {
  const answer = await fetch(`/calls/${at("who").value}`, { method: "POST" });
  if (!answer.ok) return;
  line = (await answer.json()).line; seen = 0;
  at("said").textContent = ""; at("screen").textContent = "";
  at("dial").disabled = at("who").disabled = true; at("hangup").disabled = false;
  listen(line);
});
at("hangup").addEventListener("click", () => {
  if (line) fetch(`/call/${line}/hangup`, { method: "POST" });
  silence(); ended();
});
function press(key) {
  if (!line) return;
  silence();
  at("screen").textContent = (at("screen").textContent + ({ star: "*", hash: "#" }[key] || key)).slice(-14);
  const mine = line;
  sending = sending.then(() => fetch(`/call/${mine}/${key}`, { method: "POST" })).catch(() => null);
}
for (const button of document.querySelectorAll("[data-key]")) button.addEventListener("click", () => press(button.dataset.key));
document.addEventListener("keydown", (event) => {
  if (event.target.tagName === "SELECT" || event.ctrlKey || event.altKey || event.metaKey) return;
  const key = { "*": "star", "#": "hash" }[event.key] || event.key;
  if (/^([0-9]|star|hash)$/.test(key)) press(key);
});
at("who").addEventListener("change", texts);
texts();

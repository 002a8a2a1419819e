(() => {
"use strict";
document.documentElement.classList.add("live");
const page = document.getElementById("page"), gold = document.getElementById("gold"), info = document.getElementById("info");
const blocks = Array.from(page.querySelectorAll(".b"));
const place = new Map(blocks.map((block, i) => [block.id, i]));
const runs = new Map();
for (const run of gold.querySelectorAll(".w")) {
  const id = run.hash.slice(1);
  if (runs.has(id)) runs.get(id).push(run); else runs.set(id, [run]);
}
const missed = Array.from(gold.querySelectorAll("mark"));
const tells = {gold: "gold", part: "partly gold", noise: "noise"};
const picked = new Set();
let lost = -1, marked = [];

const kind = (block, prefix) => {
  for (const name of block.classList) if (name.startsWith(prefix)) return name.slice(2);
  return "";
};

const say = (block) => {
  const data = block.dataset, role = kind(block, "r-"), state = tells[kind(block, "g-")];
  const parts = [["b", "#" + block.id.slice(1)]];
  if (role !== "none") parts.push(["span", role + (data.y ? " (" + data.y + ")" : "")]);
  if (state) parts.push(["span", data.s > 0 ? state + ": " + Math.round(data.s * 100) + "% of its words" : state]);
  parts.push(["span", data.w + (data.w === "1" ? " word" : " words")]);
  if (block.classList.contains("hid")) parts.push(["span", "hidden by the page"]);
  parts.push(["code", data.x]);
  info.replaceChildren(...parts.flatMap(([name, text]) => {
    const element = document.createElement(name);
    element.textContent = text;
    return [element, " "];
  }));
};

const mark = (block) => {
  for (const element of marked) element.classList.remove("at");
  marked = [block, ...(runs.get(block.id) || [])];
  for (const element of marked) element.classList.add("at");
  for (const other of page.querySelectorAll('.b[tabindex="0"]')) other.tabIndex = -1;
  block.tabIndex = 0;
  say(block);
};

const show = (element) => element.scrollIntoView({block: "center", inline: "nearest"});

const toBlock = (id) => {
  const block = blocks[place.get(id)];
  if (!block) return;
  if (block.classList.contains("out")) reset();
  mark(block);
  show(block);
  const run = (runs.get(block.id) || [])[0];
  if (run && !run.matches(":hover")) run.scrollIntoView({block: "nearest", inline: "nearest"});
  block.focus({preventScroll: true});
};

const toGold = (block, focus) => {
  mark(block);
  const run = (runs.get(block.id) || [])[0];
  if (!run) return;
  show(run);
  if (focus) run.focus({preventScroll: true});
};

const step = (by) => {
  const from = place.get((document.activeElement.closest(".b") || marked[0] || {}).id);
  let at = from === undefined ? (by > 0 ? 0 : -1) : from + by;
  while (blocks[at] && blocks[at].classList.contains("out")) at += by;
  if (blocks[at]) toBlock(blocks[at].id);
};

const FRAMES = "div,ul,ol,li,dl,dt,dd,table,caption,thead,tbody,tfoot,tr,pre,blockquote,address,h1,h2,h3,h4,h5,h6,.pic";
const filter = () => {
  const wanted = document.body.dataset.show, all = picked.size === 0 && wanted !== "gold" && wanted !== "noise";
  const kept = new Set();
  for (const block of blocks) {
    const state = kind(block, "g-"), isGold = state === "gold" || state === "part";
    const on = (wanted === "gold" ? isGold : wanted === "noise" ? state === "noise" : true)
      && (picked.size === 0 || picked.has(kind(block, "r-")));
    block.classList.toggle("out", !on);
    for (let up = on ? block.parentElement : null; up && up !== page && !kept.has(up); up = up.parentElement) kept.add(up);
  }
  for (const frame of page.querySelectorAll(FRAMES)) frame.classList.toggle("out", !all && !kept.has(frame));
};

const choose = (value) => {
  document.body.dataset.show = value;
  document.querySelector('input[name="show"][value="' + value + '"]').checked = true;
  filter();
};

const reset = () => {
  picked.clear();
  for (const chip of document.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", "false");
  choose("all");
};

const roles = document.getElementById("roles");
roles.checked = document.body.dataset.roles === "yes";
const paint = (on) => { roles.checked = on; document.body.dataset.roles = on ? "yes" : "off"; };
roles.addEventListener("change", () => paint(roles.checked));
for (const radio of document.querySelectorAll('input[name="show"]')) radio.addEventListener("change", () => choose(radio.value));
for (const chip of document.querySelectorAll(".chip")) chip.addEventListener("click", () => {
  const role = chip.dataset.role, on = !picked.has(role);
  if (on) picked.add(role); else picked.delete(role);
  chip.setAttribute("aria-pressed", String(on));
  filter();
});

page.addEventListener("mouseover", (event) => { const block = event.target.closest(".b"); if (block) say(block); });
page.addEventListener("focusin", (event) => { const block = event.target.closest(".b"); if (block) say(block); });
page.addEventListener("click", (event) => {
  const block = event.target.closest(".b");
  if (block && !String(getSelection())) toGold(block, false);
});
gold.addEventListener("mouseover", (event) => {
  const run = event.target.closest(".w");
  if (run && place.has(run.hash.slice(1))) say(blocks[place.get(run.hash.slice(1))]);
});
const toMissed = () => {
  if (!missed.length) return;
  lost = (lost + 1) % missed.length;
  show(missed[lost]);
  missed[lost].focus({preventScroll: true});
};
document.addEventListener("click", (event) => {
  if (event.target.closest('a[href="#missed"]')) { event.preventDefault(); toMissed(); return; }
  const link = event.target.closest('a[href^="#b"]');
  if (!link) return;
  event.preventDefault();
  toBlock(link.hash.slice(1));
});
const ribbon = document.getElementById("ribbon");
if (ribbon) ribbon.addEventListener("click", (event) => {
  const block = event.target.dataset && event.target.dataset.b;
  if (block) toBlock("b" + block);
});

const keys = {
  j: () => step(1), k: () => step(-1), r: () => { if (document.body.dataset.roles !== "no") paint(!roles.checked); },
  m: toMissed,
  1: () => choose("all"), 2: () => choose("gold"), 3: () => choose("noise"), 4: () => choose("missed"),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const block = document.activeElement.closest && document.activeElement.closest(".b");
  if (event.key === "Enter" && block) { event.preventDefault(); toGold(block, true); return; }
  if (block && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (keys[event.key]) keys[event.key]();
});
})();

"use strict";
document.documentElement.classList.add("live");
const page = document.getElementById("page"), info = document.getElementById("info");
const blocks = Array.from(page.querySelectorAll(".b"));
const place = new Map(blocks.map((block, i) => [block.id, i]));
const picked = new Set();
let marked = [];

// What an overlay adds: `say` of a block, `shows` by the name of a switch (a test of a block, or null for all of them),
// `beside` a block what else is marked with it, `enter` a block, `reveal` what stands beside it, `keys`.
const own = {shows: {all: null}, beside: () => [], enter: () => {}, reveal: () => {}, keys: {}};

const kind = (block, prefix) => {
  for (const name of block.classList) if (name.startsWith(prefix)) return name.slice(2);
  return "";
};

const element = (name, text) => {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
};

const tell = (parts) => info.replaceChildren(...parts.flatMap(([name, text]) => [element(name, text), " "]));

const mark = (block) => {
  for (const other of marked) other.classList.remove("at");
  marked = [block, ...own.beside(block)];
  for (const other of marked) other.classList.add("at");
  for (const other of page.querySelectorAll('.b[tabindex="0"]')) other.tabIndex = -1;
  block.tabIndex = 0;
  own.say(block);
};

const show = (target) => target.scrollIntoView({block: "center", inline: "nearest"});

const toBlock = (id) => {
  const block = blocks[place.get(id)];
  if (!block) return;
  if (block.classList.contains("out")) reset();
  mark(block);
  show(block);
  own.reveal(block);
  block.focus({preventScroll: true});
};

const step = (by) => {
  const from = place.get((document.activeElement.closest(".b") || marked[0] || {}).id);
  let at = from === undefined ? (by > 0 ? 0 : -1) : from + by;
  while (blocks[at] && blocks[at].classList.contains("out")) at += by;
  if (blocks[at]) toBlock(blocks[at].id);
};

const FRAMES = "div,ul,ol,li,dl,dt,dd,table,caption,thead,tbody,tfoot,tr,pre,blockquote,address,h1,h2,h3,h4,h5,h6,.pic";
const filter = () => {
  const test = own.shows[document.body.dataset.show], all = picked.size === 0 && !test;
  const kept = new Set();
  for (const block of blocks) {
    const on = (!test || test(block)) && (picked.size === 0 || picked.has(kind(block, "r-")));
    block.classList.toggle("out", !on);
    for (let up = on ? block.parentElement : null; up && up !== page && !kept.has(up); up = up.parentElement) kept.add(up);
  }
  for (const frame of page.querySelectorAll(FRAMES)) frame.classList.toggle("out", !all && !kept.has(frame));
};

const radios = Array.from(document.querySelectorAll('input[name="show"]'));
const choose = (value) => {
  document.body.dataset.show = value;
  for (const radio of radios) radio.checked = radio.value === value;
  filter();
};

const reset = () => {
  picked.clear();
  for (const chip of document.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", "false");
  choose("all");
};

for (const radio of radios) radio.addEventListener("change", () => choose(radio.value));
for (const chip of document.querySelectorAll(".chip")) chip.addEventListener("click", () => {
  const role = chip.dataset.role, on = !picked.has(role);
  if (on) picked.add(role); else picked.delete(role);
  chip.setAttribute("aria-pressed", String(on));
  filter();
});

page.addEventListener("mouseover", (event) => { const block = event.target.closest(".b"); if (block) own.say(block); });
page.addEventListener("focusin", (event) => { const block = event.target.closest(".b"); if (block) own.say(block); });
page.addEventListener("click", (event) => {
  const block = event.target.closest(".b");
  if (!block || String(getSelection())) return;
  mark(block);
  own.enter(block, false);
});
document.addEventListener("click", (event) => {
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

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const block = document.activeElement.closest && document.activeElement.closest(".b");
  if (event.key === "Enter" && block) {
    event.preventDefault();
    mark(block);
    own.enter(block, true);
  } else if (block && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (radios[event.key - 1]) choose(radios[event.key - 1].value);
  else if (Object.hasOwn(own.keys, event.key)) own.keys[event.key]();
});

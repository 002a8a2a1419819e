const gold = document.getElementById("gold");
const runs = new Map();
for (const run of gold.querySelectorAll(".w")) {
  const id = run.hash.slice(1);
  if (runs.has(id)) runs.get(id).push(run); else runs.set(id, [run]);
}
const missed = Array.from(gold.querySelectorAll("mark"));
const tells = {gold: "gold", part: "partly gold", noise: "noise"};
let lost = -1;

own.shows = {
  all: null, missed: null,
  gold: (block) => ["gold", "part"].includes(kind(block, "g-")),
  noise: (block) => kind(block, "g-") === "noise",
};

own.say = (block) => {
  const data = block.dataset, role = kind(block, "r-"), state = tells[kind(block, "g-")];
  const parts = [["b", "#" + block.id.slice(1)]];
  if (role !== "none") parts.push(["span", role + (data.y ? " (" + data.y + ")" : "")]);
  if (state) parts.push(["span", data.s > 0 ? state + ": " + Math.round(data.s * 100) + "% of its words" : state]);
  parts.push(["span", data.w + (data.w === "1" ? " word" : " words")]);
  if (block.classList.contains("hid")) parts.push(["span", "hidden by the page"]);
  parts.push(["code", data.x]);
  tell(parts);
};

own.beside = (block) => runs.get(block.id) || [];

own.reveal = (block) => {
  const run = own.beside(block)[0];
  if (run && !run.matches(":hover")) run.scrollIntoView({block: "nearest", inline: "nearest"});
};

own.enter = (block, focus) => {
  const run = own.beside(block)[0];
  if (!run) return;
  show(run);
  if (focus) run.focus({preventScroll: true});
};

gold.addEventListener("mouseover", (event) => {
  const run = event.target.closest(".w");
  if (run && place.has(run.hash.slice(1))) own.say(blocks[place.get(run.hash.slice(1))]);
});

const toMissed = () => {
  if (!missed.length) return;
  lost = (lost + 1) % missed.length;
  show(missed[lost]);
  missed[lost].focus({preventScroll: true});
};
document.addEventListener("click", (event) => {
  if (!event.target.closest('a[href="#missed"]')) return;
  event.preventDefault();
  toMissed();
});

const roles = document.getElementById("roles");
roles.checked = document.body.dataset.roles === "yes";
const paint = (on) => { roles.checked = on; document.body.dataset.roles = on ? "yes" : "off"; };
roles.addEventListener("change", () => paint(roles.checked));
own.keys = {r: () => { if (document.body.dataset.roles !== "no") paint(!roles.checked); }, m: toMissed};

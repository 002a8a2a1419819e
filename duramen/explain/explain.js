const why = document.getElementById("why");
const is = (name) => (block) => block.classList.contains(name);
own.shows = {all: null, kept: is("g-kept"), removed: is("g-removed"), hidden: is("hid")};

// A line of `data-y` is a weight, a tab, a reason.
const listed = (lines) => {
  const list = document.createElement("ul");
  for (const line of lines) {
    const [weight, text] = line.split("\t");
    const item = document.createElement("li"), number = element("i", weight);
    number.className = weight[0] === "-" ? "against" : "for";
    item.append(number, text);
    list.append(item);
  }
  return list;
};

own.say = (block) => {
  const data = block.dataset, role = kind(block, "r-");
  const words = block.textContent.trim().split(/\s+/).join(" ");
  const said = element("p", words.length > 160 ? words.slice(0, 159) + "…" : words);
  said.className = "said r-" + role;
  said.prepend(element("b", "#" + block.id.slice(1) + " " + role));
  const verdict = element("p", data.v + (is("hid")(block) ? "; the page hides it" : ""));
  verdict.className = "verdict";
  why.replaceChildren(said, verdict, listed((data.y || "").split("\n").filter(Boolean)));
  why.scrollTop = 0;
  tell([["b", "#" + block.id.slice(1)], ["span", role], ["span", data.v], ["code", data.x]]);
};

const roles = document.getElementById("roles");
const paint = (on) => { roles.checked = on; document.body.dataset.roles = on ? "yes" : "off"; };
roles.checked = true;
roles.addEventListener("change", () => paint(roles.checked));
own.keys = {r: () => paint(!roles.checked)};
const first = blocks.find(is("g-kept"));
if (first) own.say(first);

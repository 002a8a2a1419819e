// From a DOM to text, for tools that answer with HTML: what a reader sees, a line break for each block.
//
// The same rule for every tool that runs in Node, and inside its time, since a caller needs it too. Elements that hold
// no text to read are skipped; white space runs together, but the lines of <pre> stay; cells of a row stand a space apart.

const SKIPPED = new Set(["HEAD", "SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "IFRAME", "OBJECT", "SVG", "TEXTAREA", "SELECT"]);
const BLOCKS = new Set(
  ("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 " +
    "H3 H4 H5 H6 HEADER HGROUP HR LI MAIN MENU NAV OL P PRE SECTION SUMMARY TABLE TBODY TFOOT THEAD TR UL").split(" "),
);
const ELEMENT = 1;
const TEXT = 3;

/** Return the text under a node. */
export function textOf(root) {
  const parts = [];
  walk(root, false, parts);
  return parts
    .join("")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function walk(node, keepsSpace, parts) {
  for (const child of node.childNodes) {
    if (child.nodeType === TEXT) {
      parts.push(keepsSpace ? child.data : child.data.replace(/\s+/g, " "));
      continue;
    }
    const name = child.nodeType === ELEMENT ? child.nodeName.toUpperCase() : "";
    if (!name || SKIPPED.has(name)) continue;
    if (name === "BR") parts.push("\n");
    else {
      const around = BLOCKS.has(name) ? "\n\n" : name === "TD" || name === "TH" ? " " : "";
      parts.push(around);
      walk(child, keepsSpace || name === "PRE", parts);
      parts.push(around);
    }
  }
}

/** Return the function from a fragment of HTML to its text; `linkedom` is the environment's. */
export function htmlToText(linkedom) {
  return (html) => (html ? textOf(linkedom.parseHTML(`<!doctype html><html><body>${html}</body></html>`).document.body) : null);
}

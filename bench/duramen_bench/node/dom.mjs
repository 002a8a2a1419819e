// From HTML to a DOM, for tools that want one: the tree that browsers build, in linkedom's nodes.
//
// linkedom is quick, but its parser knows none of the HTML standard's rules for what pages leave out or get wrong: of a
// page without <html> it makes a document without a body, and an unclosed paragraph swallows the rest. So parse5 reads
// the page by the standard and writes it down whole. Readability.js and defuddle then answer as they do on jsdom, which
// Readability's authors recommend, in a fifth of its time or less.

/** Return the function from a page to its document. */
export async function toDocument(need) {
  const { parseHTML } = await need("linkedom");
  const { parse, serialize } = await need("parse5");
  return (html) => parseHTML(serialize(parse(html))).document;
}

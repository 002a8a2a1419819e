// From HTML to a DOM, for tools that want one: the tree that browsers build, in linkedom's nodes.
//
// linkedom is quick, but its parser does not know what the HTML standard adds where pages leave something out: without
// <html> the first element is the root, and the body that tools ask for is empty. So parse5 reads the page by the standard
// and writes it down whole. Readability.js and defuddle then answer as they do on jsdom, which Readability's authors
// recommend, in a quarter of its time or less.

/** Return the function from a page to its document. */
export async function toDocument(need) {
  const { parseHTML } = await need("linkedom");
  const { parse, serialize } = await need("parse5");
  return (html) => parseHTML(serialize(parse(html))).document;
}

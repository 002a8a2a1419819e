// @extractus/article-extractor.

import { htmlToText } from "../text.mjs";

export async function load(need) {
  const { extractFromHtml } = await need("@extractus/article-extractor");
  const toText = htmlToText(await need("linkedom"));
  // Without an address, its page's own or ours, it answers nothing at all.
  return async (html, url) => toText((await extractFromHtml(html, url || "http://example.org/"))?.content);
}

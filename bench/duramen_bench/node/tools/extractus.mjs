// @extractus/article-extractor.

import { htmlToText } from "../text.mjs";

export async function load(need) {
  const { extractFromHtml } = await need("@extractus/article-extractor");
  const toText = htmlToText(await need("linkedom"));
  return async (html, url) => toText((await extractFromHtml(html, url || undefined))?.content);
}

// @postlight/parser, once Mercury. `fetchAllPages: false`: it may fetch no further pages.

import { htmlToText } from "../text.mjs";

export async function load(need) {
  const { default: Parser } = await need("@postlight/parser");
  const toText = htmlToText(await need("linkedom"));
  return async (html, url) => {
    // An address is demanded, and one that is none is refused.
    const result = await Parser.parse(url || "http://example.org/", { html, contentType: "html", fetchAllPages: false });
    if (result.error) throw new Error(result.message);
    return toText(result.content);
  };
}

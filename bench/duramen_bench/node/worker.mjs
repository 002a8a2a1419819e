// The worker of tools that run in Node: the same frames as `protocol.py`'s, pages on descriptor 0, answers on 3.
//
//     python -m duramen_bench.launch node node/worker.mjs ENVIRONMENT
//
// A tool is a module beside this one, `tools/NAME.mjs`, with `load(need, options)`, which gives `(html, url) => text`;
// `need(name)` imports a package of the environment. A page's text arrives decoded already, as UTF-8.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import v8 from "node:v8";
import vm from "node:vm";

const PAGES = 0;
const ANSWERS = 3;
const TIMES_THE_PAGE = 16; // as in worker.py
const WARM_UP_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Warm up</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav><article><h1>A page to warm up on</h1>
<p>The first call of a library pays for its imports, its compiled expressions and its caches; none of that is part of
the time that a page takes, so these few sentences are read and thrown away before any clock is started.</p>
<table><tr><td>1</td><td>2</td></tr></table><p>A second paragraph, with <a href="/x">a link</a> and <em>stress</em>.</p>
</article><footer>The end.</footer></body></html>`;

function read(count) {
  const buffer = Buffer.alloc(count);
  for (let have = 0; have < count; ) {
    const got = fs.readSync(PAGES, buffer, have, count - have, null);
    if (got === 0) process.exit(0); // the harness is done
    have += got;
  }
  return buffer;
}

function readFrame() {
  const lengths = read(8);
  const head = JSON.parse(read(lengths.readUInt32BE(0)).toString("utf8"));
  return [head, read(lengths.readUInt32BE(4)).toString("utf8")];
}

function writeFrame(head) {
  const packed = Buffer.from(JSON.stringify(head), "utf8");
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(packed.length, 0);
  const frame = Buffer.concat([lengths, packed]);
  for (let done = 0; done < frame.length; ) done += fs.writeSync(ANSWERS, frame, done);
}

function memory() {
  const resident = process.memoryUsage.rss() / 1048576;
  try {
    const peak = Number(/^VmHWM:\s+(\d+)/m.exec(fs.readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
    return { peak_mb: peak, resident_mb: resident };
  } catch {
    return { peak_mb: process.resourceUsage().maxRSS / 1024, resident_mb: resident };
  }
}

async function answer(extract, html, url) {
  try {
    const start = performance.now();
    const busy = process.cpuUsage();
    const text = await extract(html, url);
    const { user, system } = process.cpuUsage(busy);
    const ms = performance.now() - start;
    if (text !== null && text !== undefined && typeof text !== "string")
      return { error: `exception: TypeError: the tool returned ${typeof text}, not a string or null` };
    if (text && text.length > TIMES_THE_PAGE * html.length + 1048576)
      return { error: `exception: RangeError: ${text.length} characters from a page of ${html.length}`, ...memory() };
    return { text: text ? text.toWellFormed() : null, ms, cpu_ms: (user + system) / 1000, ...memory() };
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { error: `exception: ${what}`.slice(0, 2000).toWellFormed(), ...memory() };
  }
}

const [order] = readFrame();
let extract;
try {
  const { default: need } = await import(pathToFileURL(path.resolve(process.argv[2], "need.mjs")));
  const adapter = new URL(order.tool.adapter, import.meta.url);
  extract = await (await import(adapter)).load(need, order.tool.options);
  await answer(extract, WARM_UP_PAGE, "http://example.org/warm-up");
} catch (error) {
  writeFrame({ error: `${error.name}: ${error.message}` });
  process.exit(0);
}
let collect = () => {};
if (order.collect) {
  v8.setFlagsFromString("--expose-gc"); // what `worker.py` does with Python's collector before a page is timed
  collect = vm.runInNewContext("gc");
}
writeFrame({ ready: true, baseline_mb: memory().peak_mb });
for (;;) {
  const [head, html] = readFrame();
  collect();
  writeFrame(await answer(extract, html, head.url));
}

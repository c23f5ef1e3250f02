// A page that arrives in pieces, as over a slow line, shows in the end what it shows when it arrives whole. What is a
// size container when its first half is drawn may otherwise stay empty.
import { createServer, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { expect, signIn, test } from "../fixtures/test.ts";

const PAGES = ["/external-access/organization-settings", "/external-access/policies"];

/** How often each page is cut, in the middle of a text. */
const CUTS = 20;

/** Waits until something is drawn. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    new PerformanceObserver(() => resolve()).observe({ type: "paint", buffered: true });
  });
}

for (const path of PAGES) {
  test(`${path} may arrive in pieces`, async ({ page, server }) => {
    await signIn(page);
    const text = await (await page.request.get(path)).text();
    // What draws is looked at here, not what the script adds.
    const html = Buffer.from(text.replace(/<script[^>]*><\/script>|<link rel="modulepreload"[^>]*>/g, ""));
    // Answers with the first part of the page and keeps the answer open. Everything else comes from Forecourt.
    let cut = html.length;
    let open: ServerResponse | undefined;
    const pieces = createServer(async (request, response) => {
      if (request.url !== path) {
        const asset = await fetch(server.url + request.url);
        response.writeHead(asset.status, { "content-type": asset.headers.get("content-type") ?? "text/plain" });
        response.end(Buffer.from(await asset.arrayBuffer()));
        return;
      }
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.write(html.subarray(0, cut));
      open = response;
    }).listen(0, "127.0.0.1");
    await once(pieces, "listening");
    const url = `http://127.0.0.1:${(pieces.address() as AddressInfo).port}${path}`;
    const read = async () => {
      // A new one for each: the browser keeps showing the page before when it is of the same place.
      const tab = await page.context().newPage();
      await tab.goto(url, { waitUntil: "commit" });
      await tab.evaluate(drawn);
      open?.end(html.subarray(cut));
      await tab.waitForLoadState();
      const seen = await tab.locator("body").ariaSnapshot();
      await tab.close();
      return seen;
    };
    const whole = await read();
    const texts = [...html.toString("latin1").matchAll(/>[^<>]{20,}</g)];
    const middles = texts.map((found) => found.index + found[0].length / 2).filter((at) => at > html.indexOf("<main"));
    for (let place = 0; place < CUTS; place += 1) {
      cut = Math.floor(middles[Math.floor((place * middles.length) / CUTS)] ?? 0);
      expect(await read(), `cut at byte ${cut}`).toEqual(whole);
    }
    pieces.closeAllConnections();
    pieces.close();
  });
}

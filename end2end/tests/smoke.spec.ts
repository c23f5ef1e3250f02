import { expect, signIn, test } from "../fixtures/test.ts";

test("a server that has just started is alive", async ({ request }) => {
  const answer = await request.get("/health/live");
  expect(answer.status()).toBe(200);
});

test("what pages run is fetched where scripts run, and nowhere else", async ({ page, javaScriptEnabled }) => {
  const programs: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith(".wasm")) {
      programs.push(request.url());
    }
  });
  await signIn(page);
  await page.goto("/");
  const runs = javaScriptEnabled !== false;
  await expect(page.locator("html[data-islands=ready]")).toHaveCount(runs ? 1 : 0);
  expect(programs).toHaveLength(runs ? 1 : 0);
});

import { expect, test } from "../fixtures/test.ts";

test("a server that has just started is alive", async ({ request }) => {
  const answer = await request.get("/health/live");
  expect(answer.status()).toBe(200);
});

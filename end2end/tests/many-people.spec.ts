// Policies for many: through a group's rank, and through an operation over everybody; with and without script.
import { watchConsole } from "../fixtures/console.ts";
import { expect, expectAccessible, signIn, startServer, test } from "../fixtures/test.ts";

test("a group moves up after a look at what that does", async ({ browser, javaScriptEnabled }) => {
  const server = await startServer(["demo", "--users", "60", "--seed", "1"]);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled });
  const page = await context.newPage();
  const verify = watchConsole(page);
  await signIn(page);
  await page.goto("/groups");
  const ranked = page.getByRole("table", { name: /best rank first/ });
  const second = await ranked.getByRole("row").nth(2).getByRole("rowheader").or(ranked.getByRole("row").nth(2).getByRole("link").first()).first().innerText();
  await page.getByRole("button", { name: `Move ${second} up` }).click();
  // Whoever moves many is asked first.
  const dialog = page.getByRole("dialog");
  const moved = ranked.getByRole("row").nth(1).filter({ hasText: second });
  await expect(dialog.or(moved)).toBeVisible();
  if (await dialog.isVisible()) {
    const understood = dialog.getByRole("checkbox");
    if (await understood.count()) await understood.check();
    await dialog.getByRole("button", { name: /^Move/ }).click();
  }
  await expect(moved).toBeVisible();
  if (javaScriptEnabled !== false) await expectAccessible(page);
  await ranked.getByRole("row").nth(1).getByRole("link", { name: second, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: second })).toBeVisible();
  if (javaScriptEnabled !== false) await expectAccessible(page);
  verify();
  await context.close();
  await server.stop();
});

test("everybody who matches a search gets a policy, and the result is told person by person", async ({ browser, javaScriptEnabled }) => {
  const server = await startServer(["demo", "--users", "60", "--seed", "1"]);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled });
  const page = await context.newPage();
  const verify = watchConsole(page);
  await signIn(page);
  await page.goto("/users?q=example");
  await page.getByRole("link", { name: /Change all .* who match/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Change many people" })).toBeVisible();
  await page.getByRole("combobox", { name: "Direct assignment" }).selectOption({ label: "No personal accounts" });
  await page.getByRole("button", { name: "Preview" }).click();
  if (javaScriptEnabled !== false) await expectAccessible(page);
  const understood = page.getByRole("checkbox", { name: /I know how many/ });
  if (await understood.count()) await understood.check();
  await page.getByRole("button", { name: /^Start for/ }).click();
  // The page loads itself again until it is done.
  await expect(page.getByRole("definition").filter({ hasText: /^Done$/ })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Changed: has No personal accounts directly now.");
  if (javaScriptEnabled !== false) await expectAccessible(page);
  verify();
  await context.close();
  await server.stop();
});

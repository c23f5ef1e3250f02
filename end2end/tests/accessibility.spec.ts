// Every page in both themes: accessibility rules, nothing refused by the content security policy, no sideways scroll.
import { type Page } from "@playwright/test";
import { expect, expectAccessible, signIn, startServer, test } from "../fixtures/test.ts";

const PAGES = [
  "/",
  "/external-access/organization-settings",
  "/external-access/policies",
  "/external-access/new-policy",
  "/external-access/policies/Global",
  "/users",
  "/groups",
  "/groups/new",
  "/operations",
  "/operations/new",
  "/exceptions",
  "/review",
  "/message-center",
  "/message-center/MC296208",
  "/console",
  "/compliance",
  "/files",
  "/decisions",
  "/connectors",
  "/outside",
  "/test-access",
  "/activity",
  "/activity/1",
  "/activity/as-of",
  "/administrators",
  "/access-tokens",
  "/webhooks",
  "/api",
  "/account",
  "/import",
];

for (const path of PAGES) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${path} keeps the rules in ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await signIn(page);
      const answer = await page.goto(path);
      expect(answer?.status()).toBe(200);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectAccessible(page);
    });
  }
}

test("a directory with people and one person keep the rules", async ({ browser }) => {
  const server = await startServer(["demo", "--users", "60", "--seed", "1"]);
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signIn(page);
  await page.goto("/users");
  await expectAccessible(page);
  await page.getByRole("rowheader").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expectAccessible(page);
  await context.close();
  await server.stop();
});

test("signing in keeps the rules", async ({ page }) => {
  await page.goto("/sign-in");
  await expectAccessible(page);
});

test("forced colours leave every page readable", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await signIn(page);
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, page.url()).toBeLessThanOrEqual(0);
}

test("no page scrolls sideways at 320 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page);
  for (const path of PAGES) {
    await page.goto(path);
    await expectNoSidewaysScroll(page);
  }
});

test("what review puts right keeps the rules and does not scroll sideways", async ({ browser }) => {
  const server = await startServer(["demo", "--users", "500", "--seed", "1"]);
  const context = await browser.newContext({ baseURL: server.url, viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  await signIn(page);
  await page.goto("/review");
  await expectNoSidewaysScroll(page);
  const links = await page.locator("a[href*='/review/fix']").all();
  const fixes = await Promise.all(links.map((link) => link.getAttribute("href")));
  expect(fixes.length).toBeGreaterThan(0);
  for (const fix of fixes) {
    await page.goto(fix ?? "");
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  await context.close();
  await server.stop();
});

test("the first tab stop leads past the navigation", async ({ page }) => {
  await signIn(page);
  await page.goto("/users");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to main content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

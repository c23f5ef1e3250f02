// What script adds to pages that are complete without it.
import { expect, signIn, test } from "../fixtures/test.ts";

const SETTINGS = "/external-access/organization-settings";

test("the child follows its parent at once, and Discard brings both back", async ({ page }) => {
  await signIn(page);
  await page.goto(SETTINGS);
  const inbound = page.getByRole("checkbox", { name: /receive new chats/ });
  await expect(inbound).toBeEnabled();
  await page.getByRole("switch", { name: /can chat and have meetings/ }).uncheck();
  await expect(inbound).toBeDisabled();
  await page.getByRole("link", { name: "Discard" }).click();
  await expect(inbound).toBeEnabled();
});

test("an open page says when another administrator has changed what it shows", async ({ page, browser, server }) => {
  await server.addAdministrator("second@aldergrove.example", "teams_administrator");
  await signIn(page);
  await page.goto(SETTINGS);
  const context = await browser.newContext({ baseURL: server.url });
  const other = await context.newPage();
  await signIn(other, "second@aldergrove.example");
  await other.goto(SETTINGS);
  await other.getByRole("switch", { name: /subdomains/i }).click();
  await other.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText(/changed organization settings|changed this|has changed/i).first()).toBeVisible();
  await context.close();
});

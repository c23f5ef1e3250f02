// Signing in and out.
import { ADMINISTRATOR, expect, test } from "../fixtures/test.ts";

test("a wrong password keeps the address and says one sentence for both fields", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel(/e-mail/i).fill(ADMINISTRATOR.email);
  await page.getByLabel("Password", { exact: true }).fill("not the right one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel(/e-mail/i)).toHaveValue(ADMINISTRATOR.email);
  await expect(page.getByText(/not right|do not match|wrong/i).first()).toBeVisible();
});

test("the right password leads to the page that was asked for", async ({ page }) => {
  await page.goto("/users?q=maya");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel(/e-mail/i).fill(ADMINISTRATOR.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/users\?q=maya/);
});

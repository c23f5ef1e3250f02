// The main job, with and without script: see that it is on, turn it off for everybody or one person, prove it, undo it.
import { watchConsole } from "../fixtures/console.ts";
import { expect, signIn, startServer, test, type Server } from "../fixtures/test.ts";

const SETTINGS = "/external-access/organization-settings";
const INBOUND = /join external meetings and receive new chats/;
const CHAT = /can chat and have meetings with external users/;

/** A server of the test's own, with people in it: these tests change what others would look at. */
async function withPeople(use: (server: Server) => Promise<void>): Promise<void> {
  const server = await startServer(["demo", "--users", "60", "--seed", "1"]);
  try {
    await use(server);
  } finally {
    await server.stop();
  }
}

test("the notice says what is on, since when, and that nobody has answered", async ({ page }) => {
  await signIn(page);
  await page.goto(SETTINGS);
  const notice = page.getByRole("region", { name: /is on by default/ });
  for (const words of ["MC296208", "88381", "1 to 15 Dec 2021", "Launched", "Not reviewed yet"]) {
    await expect(notice).toContainText(words);
  }
  for (const button of ["Keep on", "Turn off for everyone"]) {
    await expect(notice.getByRole("button", { name: button })).toBeVisible();
  }
  await expect(notice.getByRole("link", { name: "Review and assess" })).toBeVisible();
});

test("inbound goes off with numbers, stands in Activity, and comes back", async ({ browser, javaScriptEnabled }) => {
  await withPeople(async (server) => {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled });
    const page = await context.newPage();
    const verify = watchConsole(page);
    await signIn(page);
    await page.goto(SETTINGS);
    await page.getByRole("checkbox", { name: INBOUND }).uncheck();
    await page.getByRole("button", { name: /^(Save|Turn .* \d)/ }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("can no longer be found and contacted");
    await dialog.getByRole("checkbox", { name: /I understand/ }).check();
    await dialog.getByRole("button", { name: /Turn inbound off/ }).click();
    await expect(page.getByRole("status").filter({ hasText: "Undo" })).toBeVisible();
    await page.goto("/activity");
    const change = page.getByRole("row").filter({ hasText: "AllowTeamsConsumerInbound" }).first();
    await expect(change).toContainText("True");
    await expect(change).toContainText("False");
    await change.getByRole("link", { name: /Undo change/ }).click();
    await page.getByRole("button", { name: /Undo change/ }).click();
    await page.goto(SETTINGS);
    await expect(page.getByRole("checkbox", { name: INBOUND })).toBeChecked();
    verify();
    await context.close();
  });
});

test("with chat off the inbound setting stays visible with its value and the reason", async ({ browser, javaScriptEnabled }) => {
  await withPeople(async (server) => {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled });
    const page = await context.newPage();
    const verify = watchConsole(page);
    await signIn(page);
    await page.goto(SETTINGS);
    await page.getByRole("switch", { name: CHAT }).uncheck();
    await page.getByRole("button", { name: /^(Save|Turn .* \d)/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /I understand/ }).check();
    await dialog.getByRole("button", { name: /Turn off for/ }).click();
    const inbound = page.getByRole("checkbox", { name: INBOUND });
    await expect(inbound).toBeDisabled();
    await expect(inbound).toBeChecked();
    await expect(page.getByText(/Stored value: On/).first()).toBeVisible();
    verify();
    await context.close();
  });
});

test("a policy assigned to one person changes that person's verdict", async ({ browser, javaScriptEnabled }) => {
  await withPeople(async (server) => {
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled });
    const page = await context.newPage();
    const verify = watchConsole(page);
    await signIn(page);
    await page.goto("/users?source=global");
    await page.getByRole("rowheader").getByRole("link").first().click();
    await expect(page.getByText("The organization and the policy both allow it.").first()).toBeVisible();
    const policy = page.getByRole("combobox", { name: "Policy" });
    await policy.selectOption({ label: "No personal accounts (neither)" });
    await page.getByRole("button", { name: "Assign policy" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button").last().click();
    await expect(page.getByText("turns chat with personal accounts off.").first()).toBeVisible();
    verify();
    await context.close();
  });
});

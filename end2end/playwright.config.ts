import { defineConfig, devices } from "@playwright/test";

// `cargo xtask test` finds a Chromium and names it here; nothing is downloaded by Playwright.
const executablePath = process.env.CHROMIUM;

const desktop = {
  ...devices["Desktop Chrome"],
  launchOptions: {
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  },
};

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "chromium", use: desktop },
    {
      name: "no-javascript",
      use: { ...desktop, javaScriptEnabled: false },
      // These check with a script in the page, or check what script adds.
      testIgnore: ["accessibility.spec.ts", "in-pieces.spec.ts", "script.spec.ts"],
    },
  ],
});

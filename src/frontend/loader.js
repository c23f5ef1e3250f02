// Starts the islands of a page. The build replaces the two file names below by the hashed ones.
import * as frontend from "./forecourt_frontend.js";

// Leptos reads these; nothing is serialized into our pages, so they stay empty.
globalThis.__RESOLVED_RESOURCES ??= [];
globalThis.__SERIALIZED_ERRORS ??= [];
globalThis.__INCOMPLETE_CHUNKS ??= [];

// Islands inside the server-rendered children of another island must be hydrated in that island's scope,
// which its `leptos-children` element hands over.
const scopes = [];

async function hydrateIsland(element, name) {
  const hydrate = frontend[name];
  if (!hydrate) {
    console.warn(`There is no island named ${name}.`);
    return;
  }
  scopes.at(-1)?.();
  await hydrate(element);
}

async function walk(element) {
  const isChildren = element.localName === "leptos-children";
  if (element.localName === "leptos-island") {
    await hydrateIsland(element, element.dataset.component);
  } else if (isChildren) {
    scopes.push(element.$$on_hydrate);
  }
  for (const child of [...element.children]) {
    await walk(child);
  }
  if (isChildren) {
    scopes.pop();
  }
}

await frontend.default({ module_or_path: new URL("./forecourt_frontend_bg.wasm", import.meta.url) });
frontend.hydrate();
globalThis.__hydrateIsland = hydrateIsland;
await walk(document.body);
document.documentElement.dataset.islands = "ready";

// Nobody else is asked for anything, and nothing is left with the reader.

export const isFor = () => true;

async function stored() {
  const databases = await indexedDB.databases();
  const workers = await navigator.serviceWorker?.getRegistrations();
  return [
    ...Object.keys(localStorage).map((name) => `localStorage ${name}`),
    ...Object.keys(sessionStorage).map((name) => `sessionStorage ${name}`),
    ...databases.map(({ name }) => `indexedDB ${name}`),
    ...(await caches.keys()).map((name) => `cache ${name}`),
    ...(workers ?? []).map(({ scope }) => `service worker ${scope}`),
  ];
}

export async function check({ page, context, origin, told }) {
  const elsewhere = told.requests.map((request) => request.url()).filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:"));
  const cookies = await context.cookies();
  return [
    ...elsewhere.map((text) => ({ rule: "other-host", text })),
    ...cookies.map(({ name }) => ({ rule: "cookie", text: name })),
    ...(await page.evaluate(stored)).map((text) => ({ rule: "storage", text })),
  ];
}

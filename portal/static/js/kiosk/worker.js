/* Answers for the portal while there is no line: the page as it was last seen. Nothing a citizen
   tapped passes through here; that waits in the page's own queue. */
"use strict";

const KEPT = "kiosk";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && !request.url.endsWith(".json")) {
    event.respondWith(fresh(request));
  }
});

async function fresh(request) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await kept.put(request, answer.clone());
    }
    return answer;
  } catch (failure) {
    const known = await kept.match(request, { ignoreVary: true });
    if (known) {
      return known;
    }
    throw failure;
  }
}

// The pass without network. Serves the pass's own files from one cache per build; everything else, above all /api,
// goes to the network untouched. The build puts the file list and the version in (build/precache.ts).
const files = JSON.parse('__PRECACHE_FILES__') as string[];
const version = '__PRECACHE_VERSION__';
const PREFIX = 'studyspot-pass-';
const cacheName = PREFIX + version;
const PAGE = '/pass/';

const worker = self as unknown as ServiceWorkerGlobalScope;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      // 'reload' goes past the HTTP cache: an old copy there must not become part of the new version.
      await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })));
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== cacheName).map((name) => caches.delete(name)));
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (event.request.mode === 'navigate' && (url.pathname === PAGE || url.pathname === '/pass' || url.pathname === '/pass/index.html')) {
    // The address carries ?org=…; the page is one file.
    event.respondWith(fromCache(PAGE, event.request));
  } else if (files.includes(url.pathname)) {
    event.respondWith(fromCache(url.pathname, event.request));
  }
});

/** The cached file; a cache that the browser threw away is filled from the network again. */
async function fromCache(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(path)) ?? fetch(request);
}

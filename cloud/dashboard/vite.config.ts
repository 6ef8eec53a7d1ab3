import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { precache } from './build/precache.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// Where `npm run dev` finds the Api; the built files are served by the Api itself.
const api = process.env['STUDYSPOT_API'] ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [react(), precache(here('./public/pass'))],
  server: { host: '127.0.0.1', proxy: { '/api': { target: api, ws: true } } },
  build: {
    target: 'es2022',
    // An inlined asset is a data: address, which the content security policy does not allow everywhere.
    assetsInlineLimit: 0,
    // Vite's preload helper and polyfill are not needed by any browser that has Ed25519.
    modulePreload: { polyfill: false },
    // React, MUI, Chart.js and SignalR in one file that browsers keep: the desk opens the dashboard every day.
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: {
        dashboard: here('./index.html'),
        pass: here('./pass/index.html'),
        'pass-worker': here('./src/pass/worker/sw.ts'),
      },
      output: {
        // The worker's address is its identity and decides its scope: no hash, and under /pass/.
        entryFileNames: (chunk) => (chunk.name === 'pass-worker' ? 'pass/sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const ENTRY = 'pass/index.html';
const WORKER = 'pass/sw.js';

/**
 * Writes the list of the pass's own files, and one version over all their contents, into the built service worker.
 * The dashboard's files are left out: a student's phone never needs them.
 */
export function precache(publicPassFolder: string): Plugin {
  return {
    name: 'studyspot-precache',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = new Map<string, string | Uint8Array>();
        const page = bundle[ENTRY];
        if (page?.type !== 'asset') this.error(`${ENTRY} is not in the bundle`);
        files.set('pass/', page.source);

        const visit = (name: string): void => {
          const item = bundle[name];
          if (!item || files.has(name)) return;
          files.set(name, item.type === 'chunk' ? item.code : item.source);
          if (item.type !== 'chunk') return;
          for (const style of item.viteMetadata?.importedCss ?? []) visit(style);
          for (const asset of item.viteMetadata?.importedAssets ?? []) visit(asset);
          for (const next of [...item.imports, ...item.dynamicImports]) visit(next);
        };
        for (const item of Object.values(bundle)) {
          if (item.type === 'chunk' && item.facadeModuleId?.endsWith(`/${ENTRY}`)) visit(item.fileName);
        }
        if (files.size < 2) this.error('the pass page has no scripts: was its entry renamed?');

        for (const name of readdirSync(publicPassFolder)) {
          files.set(`pass/${name}`, readFileSync(join(publicPassFolder, name)));
        }

        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') this.error(`${WORKER} is not in the bundle`);
        if (worker.imports.length > 0) this.error(`${WORKER} must stand alone, but imports ${worker.imports.join(', ')}`);
        const hash = createHash('sha256');
        const names = [...files.keys()].sort();
        for (const name of names) hash.update(name).update('\0').update(files.get(name)!);
        const version = hash.update(worker.code).digest('hex').slice(0, 16);
        worker.code = worker.code
          .replace(/(["'`])__PRECACHE_FILES__\1/, JSON.stringify(JSON.stringify(names.map((name) => `/${name}`))))
          .replace(/(["'`])__PRECACHE_VERSION__\1/, JSON.stringify(version));
        if (worker.code.includes('__PRECACHE_')) this.error('the service worker still has a placeholder');
      },
    },
  };
}

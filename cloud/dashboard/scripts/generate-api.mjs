// Writes src/api/generated.ts from openapi.json; with --check only says whether the committed file is the same.
import { generateEndpoints } from '@rtk-query/codegen-openapi';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const target = 'src/api/generated.ts';
const schema = JSON.parse(readFileSync('openapi.json', 'utf8'));

// The Api writes times by a converter of its own, which leaves them in the document without a type; all are ISO 8601 texts. Those that name
// something which need not have happened can be null.
for (const { properties = {} } of Object.values(schema.components.schemas)) {
  for (const [name, property] of Object.entries(properties)) {
    if (/(At|^at|^now|^hour|^notBefore|^notAfter|Seen)$/.test(name) && property.type === undefined && property.$ref === undefined) {
      Object.assign(property, { type: 'string', format: 'date-time', nullable: /^(revoked|retired|left|finished|lastSeenAt)/.test(name) });
    }
  }
}
const plain = join(mkdtempSync(join(tmpdir(), 'studyspot-')), 'openapi.json');
writeFileSync(plain, JSON.stringify(schema));

const made = await generateEndpoints({
  schemaFile: plain,
  apiFile: './baseApi',
  apiImport: 'baseApi',
  exportName: 'generatedApi',
  // No outputFile: the text comes back, and --check needs no second file.
  hooks: true,
  flattenArg: false,
});
rmSync(dirname(plain), { recursive: true });
const text = `/* Made by "npm run generate" from openapi.json. Do not edit. */\n${made}`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(`${target} is stale: run "npm run generate" in cloud/dashboard and commit the result.`);
  process.exit(1);
}

// Writes src/api/generated.ts from openapi.json; with --check only says whether the committed file is the same.
import { generateEndpoints } from '@rtk-query/codegen-openapi';
import { readFileSync, writeFileSync } from 'node:fs';

const target = 'src/api/generated.ts';
const made = await generateEndpoints({
  schemaFile: 'openapi.json',
  apiFile: './baseApi',
  apiImport: 'baseApi',
  exportName: 'generatedApi',
  // No outputFile: the text comes back, and --check needs no second file.
  hooks: true,
  flattenArg: false,
});
const text = `/* Made by "npm run generate" from openapi.json. Do not edit. */\n${made}`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(`${target} is stale: run "npm run generate" in cloud/dashboard and commit the result.`);
  process.exit(1);
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file of tests/vectors, which C# reads as well. */
export function vectors(name: string): unknown {
  return JSON.parse(readFileSync(resolve(process.cwd(), '../../tests/vectors', name), 'utf8'));
}

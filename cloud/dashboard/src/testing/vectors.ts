import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file of tests/vectors, which C# reads as well. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(resolve(process.cwd(), '../../tests/vectors', name), 'utf8')) as T;
}

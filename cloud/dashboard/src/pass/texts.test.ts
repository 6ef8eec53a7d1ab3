import { describe, expect, it } from 'vitest';
import { texts } from './texts';

/** Every sentence of a language, by its path. */
function sentences(node: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(node) as [string, unknown][]) {
    if (typeof value === 'string') found.set(path + name, value);
    else if (typeof value === 'function') found.set(path + name, String((value as (...args: unknown[]) => unknown)(7, true)));
    else if (typeof value === 'object' && value !== null) sentences(value, `${path}${name}.`).forEach((text, key) => found.set(key, text));
  }
  return found;
}

describe('pass texts', () => {
  const [en, hi] = [sentences(texts.en), sentences(texts.hi)];

  it('hindi_hasEverySentence', () => expect([...hi.keys()].sort()).toEqual([...en.keys()].sort()));

  it.each([...en.keys()])('%s_isHindiInHindi', (key) => {
    expect(en.get(key)?.length).toBeGreaterThan(0);
    expect(hi.get(key)).toMatch(/[\u0900-\u097f]/);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultRemedy, faultWords, measurementWords } from './gateWords';

const source = readFileSync('../../edge/StudySpot.Edge.Gate/Health/HealthNames.cs', 'utf8');
const names = [...source.matchAll(/= "(health:[a-z_]+)"/g)].map((match) => match[1] ?? '');

describe('what a gate measures', () => {
  it('is read from the gate’s own list', () => expect(names.length).toBeGreaterThan(10));

  it.each(names)('%s has words, a remedy and a name', (name) => {
    expect(faultWords(name)).not.toContain('health');
    expect(faultRemedy(name)).toMatch(/\.$/);
    expect(measurementWords({ name, value: 1, unit: '' }).name).not.toBe(name);
  });

  it('is shown with its unit, grouped as in India', () => {
    expect(measurementWords({ name: 'health:relay_cycles', value: 123456, unit: '' }).value).toBe('1,23,456');
    expect(measurementWords({ name: 'health:temperature', value: 61.52, unit: '°C' }).value).toBe('61.5 °C');
  });

  it('keeps the name of what this version does not know', () => {
    expect(faultWords('health:new_thing')).toBe('Fault: health:new_thing');
    expect(measurementWords({ name: 'health:new_thing', value: 1, unit: '' }).name).toBe('health:new_thing');
  });
});

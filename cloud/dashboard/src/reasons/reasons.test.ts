import { describe, expect, it } from 'vitest';
import { vectors } from '../testing/vectors';
import { deskReason, deskReasons } from './desk.en';
import { reasonCodes } from './reasons';
import { askedOften, studentReasons } from './student';

const pinned = vectors('reasons.json') as readonly string[];

describe('reasons', () => {
  it('codes_areThePinnedOnes', () => expect([...reasonCodes].sort()).toEqual([...pinned].sort()));

  it.each(pinned)('texts_%s_areThereForEverybody', (code) => {
    const desk = deskReasons[code as keyof typeof deskReasons];
    expect(desk.short.length).toBeGreaterThan(2);
    expect(desk.long.length).toBeGreaterThan(10);
    for (const language of ['en', 'hi'] as const) {
      const student = studentReasons[language][code as keyof typeof deskReasons];
      expect(student.says.length).toBeGreaterThan(2);
      expect(student.todo.length).toBeGreaterThan(5);
    }
    expect(studentReasons.hi[code as keyof typeof deskReasons].todo).toMatch(/[\u0900-\u097f]/);
  });

  it('texts_sayDifferentThings', () => {
    expect(new Set(Object.values(deskReasons).map((reason) => reason.short)).size).toBe(pinned.length);
  });

  it('help_holdsRealCodes', () => askedOften.forEach((code) => expect(pinned).toContain(code)));

  it('deskReason_ofANewerGate_isStillShown', () => expect(deskReason('iris_not_live').short).toBe('iris not live'));
  it.each([null, undefined])('deskReason_%s_isEmpty', (code) => expect(deskReason(code).short).toBe(''));
});

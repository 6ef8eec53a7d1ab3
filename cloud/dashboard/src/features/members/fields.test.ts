import { describe, expect, it } from 'vitest';
import { draftOf, emptyDraft, faultsOf, fieldsOf, hoursWords } from './fields';

const good = { ...emptyDraft, name: 'Asha Rao' };

describe('member form', () => {
  it('faults_nameOnly_none', () => expect(faultsOf(good)).toEqual({}));

  it.each([
    ['name', { name: '  ' }], ['phone', { phone: '12345' }], ['phone', { phone: 'call me' }], ['phone', { phone: '1'.repeat(16) }],
    ['email', { email: 'a@b' }], ['email', { email: 'a b@c.de' }],
    ['hours', { hours: [{ days: 0, from: '06:00', to: '10:00' }] }], ['hours', { hours: [{ days: 1, from: '06:00', to: '06:00' }] }],
    ['password', { withLogin: true, phone: '9800010000', password: 'short' }], ['login', { withLogin: true, password: 'long enough' }],
  ] as const)('faults_%s_isMarked_%#', (field, part) => expect(Object.keys(faultsOf({ ...good, ...part }))).toContain(field));

  it('faults_loginDefaultsToPhone', () => {
    expect(faultsOf({ ...good, withLogin: true, phone: '+91 98000 10000', password: 'long enough' })).toEqual({});
  });

  it('fields_emptyTexts_areNull', () => {
    expect(fieldsOf(good)).toEqual({ name: 'Asha Rao', phone: null, email: null, validThrough: null, halls: [], hours: [] });
  });

  it('draft_thereAndBack_isTheSame', () => {
    const fields = { name: 'A', phone: '9800010000', email: null, validThrough: '2026-12-31', halls: ['h'], hours: [{ days: 127, from: '22:00', to: '06:00' }] };
    const member = { ...fields, memberId: 'm', memberNumber: 1, status: 'active', credentialCount: 0, createdAt: '2026-11-23T06:00:00Z' };
    expect(fieldsOf(draftOf(member))).toEqual(fields);
  });

  it.each([[127, 'every day 06:00–14:00'], [0b0100001, 'Mon, Sat 06:00–14:00']])('hoursWords_%i', (days, words) => {
    expect(hoursWords({ days, from: '06:00', to: '14:00' })).toBe(words);
  });
});

import { describe, expect, it } from 'vitest';
import { documentOf, policyDraftOf, policyFaultsOf, ruleIds } from './policy';

const document = {
  rules: [...ruleIds], languages: ['en', 'hi'], codeLifetimeSeconds: 30, rosterMaxAgeSeconds: 604_800, freshCredentialMaxAgeSeconds: 86_400, passageTimeoutSeconds: 6, faceAllowed: true,
};

describe('policy form', () => {
  it('thereAndBack_isTheSame', () => expect(documentOf(policyDraftOf(document))).toEqual(document));

  it('hours_areShownAsHours', () => expect(policyDraftOf(document).times.rosterMaxAgeSeconds).toBe('168'));

  it('ruleOfANewerApi_staysInTheList', () => {
    const draft = policyDraftOf({ ...document, rules: ['seat_free', ...ruleIds] });
    expect(documentOf(draft).rules).toEqual([...ruleIds, 'seat_free']);
  });

  it('rules_keepTheirOrderWhateverTheClicks', () => {
    const draft = { ...policyDraftOf(document), rules: ['hours_allowed', 'code_format'] };
    expect(documentOf(draft).rules).toEqual(['code_format', 'hours_allowed']);
  });

  it.each(['', 'x', '9', '121', '-1'])('codeLifetime_%j_isMarked', (value) => {
    const draft = policyDraftOf(document);
    expect(policyFaultsOf({ ...draft, times: { ...draft.times, codeLifetimeSeconds: value } }).has('codeLifetimeSeconds')).toBe(true);
  });

  it('noRuleOrLanguage_isMarked', () => expect([...policyFaultsOf({ ...policyDraftOf(document), rules: [], languages: [] })]).toEqual(['rules', 'languages']));
});

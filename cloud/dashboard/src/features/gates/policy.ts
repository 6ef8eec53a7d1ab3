import type { PolicySettings } from '../../api/studyspot';

/** Rule ids in the order of docs/decision.md. */
export const ruleIds = [
  'code_format', 'clock_trusted', 'roster_fresh', 'credential_known', 'code_signature', 'code_time', 'code_replay',
  'credential_valid', 'member_active', 'hall_allowed', 'hours_allowed',
] as const;

/** Asked whether a policy lists them or not (docs/decision.md): a box that seems to turn them off would lie. */
export const alwaysAsked: readonly string[] = ['code_format', 'clock_trusted', 'credential_known', 'code_signature', 'code_time', 'code_replay'];

export type TimeField = 'codeLifetimeSeconds' | 'rosterMaxAgeSeconds' | 'freshCredentialMaxAgeSeconds' | 'passageTimeoutSeconds';

interface Range {
  /** Seconds in one unit of the form. */
  readonly unit: number;
  /** In units. */
  readonly from: number;
  readonly to: number;
}

export const timeFields: Readonly<Record<TimeField, Range>> = {
  codeLifetimeSeconds: { unit: 1, from: 10, to: 120 },
  rosterMaxAgeSeconds: { unit: 3600, from: 1, to: 720 },
  freshCredentialMaxAgeSeconds: { unit: 3600, from: 0, to: 168 },
  passageTimeoutSeconds: { unit: 1, from: 2, to: 60 },
};

export interface PolicyDraft {
  readonly rules: readonly string[];
  readonly languages: readonly string[];
  readonly times: Readonly<Record<TimeField, string>>;
  readonly faceAllowed: boolean;
}

export function policyDraftOf(document: PolicySettings): PolicyDraft {
  const time = (field: TimeField): string => String(document[field] / timeFields[field].unit);
  return {
    rules: document.rules,
    languages: document.languages,
    faceAllowed: document.faceAllowed ?? false,
    times: {
      codeLifetimeSeconds: time('codeLifetimeSeconds'), rosterMaxAgeSeconds: time('rosterMaxAgeSeconds'),
      freshCredentialMaxAgeSeconds: time('freshCredentialMaxAgeSeconds'), passageTimeoutSeconds: time('passageTimeoutSeconds'),
    },
  };
}

export type PolicyFault = TimeField | 'rules' | 'languages';

export function policyFaultsOf(draft: PolicyDraft): ReadonlySet<PolicyFault> {
  const faults = new Set<PolicyFault>();
  for (const [field, { from, to }] of Object.entries(timeFields) as [TimeField, Range][]) {
    const value = Number(draft.times[field]);
    if (draft.times[field].trim() === '' || !Number.isFinite(value) || value < from || value > to) faults.add(field);
  }
  if (draft.rules.length === 0) faults.add('rules');
  if (draft.languages.length === 0) faults.add('languages');
  return faults;
}

/** Rules keep their order, and one that this dashboard does not know stays: taking it away would open the door wider. */
export function documentOf({ rules, languages, times, faceAllowed }: PolicyDraft): PolicySettings {
  const seconds = (field: TimeField): number => Math.round(Number(times[field]) * timeFields[field].unit);
  const known: readonly string[] = ruleIds;
  return {
    rules: [...known.filter((rule) => rules.includes(rule)), ...rules.filter((rule) => !known.includes(rule))],
    languages: [...languages],
    faceAllowed,
    codeLifetimeSeconds: seconds('codeLifetimeSeconds'), rosterMaxAgeSeconds: seconds('rosterMaxAgeSeconds'),
    freshCredentialMaxAgeSeconds: seconds('freshCredentialMaxAgeSeconds'), passageTimeoutSeconds: seconds('passageTimeoutSeconds'),
  };
}

/** Reason codes of a decision (docs/decision.md). tests/vectors/reasons.json pins the list. */
export const reasonCodes = [
  'allowed', 'malformed', 'unsupported_code', 'unknown_credential', 'bad_signature', 'code_expired', 'code_from_future',
  'phone_clock_wrong', 'replayed', 'revoked', 'credential_expired', 'member_not_active', 'outside_hours', 'hall_not_allowed',
  'roster_stale', 'gate_clock_untrusted', 'no_policy', 'not_recorded',
  'gate_fault', 'face_poor_picture', 'face_not_live', 'face_not_recognised', 'face_unsure', 'face_no_consent', 'face_not_allowed',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

export function isReasonCode(code: string): code is ReasonCode {
  return (reasonCodes as readonly string[]).includes(code);
}

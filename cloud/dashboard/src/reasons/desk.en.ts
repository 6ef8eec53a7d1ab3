import { isReasonCode, type ReasonCode } from './reasons';

interface DeskReason {
  /** A few words for a list. */
  readonly short: string;
  /** What it means and what the desk can do. */
  readonly long: string;
}

/** Reasons in the owner's words. */
export const deskReasons: Readonly<Record<ReasonCode, DeskReason>> = {
  allowed: { short: 'Allowed', long: 'Everything was in order.' },
  malformed: { short: 'Not a StudySpot code', long: 'The gate read something that is not one of our codes, or a damaged one. Ask the student to open the pass page.' },
  unsupported_code: { short: 'Code too new for this gate', long: 'The code has a version this gate does not know. Update the gate’s software.' },
  unknown_credential: { short: 'Phone not known', long: 'The gate does not know this phone yet. Ask the student to choose “The gate does not know me” on the pass, or sign in again.' },
  bad_signature: { short: 'Code not genuine', long: 'The code was not made by the phone it names. It may be a forgery; look at who presented it.' },
  code_expired: { short: 'Old code', long: 'The code was older than 30 seconds: a screenshot, or a page that stood still. Ask for the live pass page.' },
  code_from_future: { short: 'Code ahead of time', long: 'The phone’s clock is a little ahead. Ask the student to switch on automatic date and time.' },
  phone_clock_wrong: { short: 'Phone’s clock is wrong', long: 'The phone’s clock is far off. Ask the student to switch on automatic date and time.' },
  replayed: { short: 'Code already used', long: 'This very code has opened a gate before. Each code works once; the next one appears within 10 seconds.' },
  revoked: { short: 'Pass revoked', long: 'This phone’s pass was revoked. If that was a mistake, the student can sign in again on the pass page.' },
  credential_expired: { short: 'Pass expired', long: 'This phone’s pass is past its date. The student can sign in again on the pass page.' },
  member_not_active: { short: 'Membership not active', long: 'The member is suspended, has ended, or is past the last paid day.' },
  outside_hours: { short: 'Outside allowed hours', long: 'The member’s plan does not cover this time.' },
  hall_not_allowed: { short: 'Not for this hall', long: 'The member’s plan is for another hall.' },
  roster_stale: { short: 'Gate’s member list too old', long: 'The gate has not heard from the cloud for too long. Check its network.' },
  gate_clock_untrusted: { short: 'Gate’s clock not sure', long: 'The gate does not know the time well enough to judge a code. Let the person in by hand and check the gate’s network.' },
  no_policy: { short: 'Gate has no rules', long: 'The gate has no rules it can apply. Check its policy and that it is connected.' },
  not_recorded: { short: 'Could not be recorded', long: 'The gate could not write the event, so it stayed shut. Its storage may be full or broken.' },
  gate_fault: { short: 'Gate is out of order', long: 'A part of the gate does not work, so it stayed shut. The gate’s page says which.' },
  face_poor_picture: { short: 'Face not clear', long: 'No usable picture of a face came together: light, distance, a mask or a hurry. The pass works as always.' },
  face_not_live: { short: 'Not a live face', long: 'The gate saw what may be a picture or a screen. Look at who stood there; a member can show the pass.' },
  face_not_recognised: { short: 'Face not known', long: 'The face is nobody’s who is enrolled at this gate. A member can show the pass.' },
  face_unsure: { short: 'Face not sure', long: 'The face was nearly recognised, so the gate asked for the pass.' },
  face_no_consent: { short: 'No consent for faces', long: 'No consent to face recognition is in force for this member; for a minor a guardian gives it. The pass works as always.' },
  face_not_allowed: { short: 'Gate takes codes only', long: 'This gate’s policy does not let faces open it.' },
};

/** Also for a code of a newer gate: the dashboard must not be silent about it. */
export function deskReason(code: string | null | undefined): DeskReason {
  if (code === null || code === undefined) return { short: '', long: '' };
  return isReasonCode(code) ? deskReasons[code] : { short: code.replaceAll('_', ' '), long: 'A reason this version of the dashboard does not know.' };
}

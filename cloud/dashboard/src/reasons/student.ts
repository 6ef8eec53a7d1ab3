import type { ReasonCode } from './reasons';
import sharedEn from '../../../../shared/texts/reasons.en.json';
import sharedHi from '../../../../shared/texts/reasons.hi.json';

interface StudentReason {
  /** What the gate says, as on its screen (shared/texts). */
  readonly says: string;
  /** What the student can do. */
  readonly todo: string;
}

type Reasons = Readonly<Record<ReasonCode, StudentReason>>;
type Todos = Readonly<Record<ReasonCode, string>>;

/** What the student can do with the phone in hand; a gate's screen says it in its own words. */
const todos: Readonly<Record<'en' | 'hi', Todos>> = {
  en: {
    allowed: 'Walk through.',
    malformed: 'Hold the phone still, screen bright and clean, and show this page.',
    unsupported_code: 'The gate needs an update. Please ask the desk.',
    unknown_credential: 'Tap “The gate does not know me” above and show the code again.',
    bad_signature: 'Sign out here, sign in again, and show the new code.',
    code_expired: 'Show the live page, not a screenshot. A new code comes every 10 seconds.',
    code_from_future: 'Switch on automatic date and time in the phone’s settings.',
    phone_clock_wrong: 'Switch on automatic date and time in the phone’s settings.',
    replayed: 'Wait for the next code: at most 10 seconds.',
    revoked: 'Sign in again here, or ask the desk.',
    credential_expired: 'Sign in again here to renew the pass.',
    member_not_active: 'Please ask the desk about your plan.',
    outside_hours: 'Your plan does not cover this time. Please ask the desk.',
    hall_not_allowed: 'Your plan is for another hall. Please ask the desk.',
    roster_stale: 'Please ask the desk to let you in.',
    gate_clock_untrusted: 'Please ask the desk to let you in.',
    no_policy: 'Please ask the desk to let you in.',
    not_recorded: 'Please ask the desk to let you in.',
    gate_fault: 'Please ask the desk to let you in.',
    face_poor_picture: 'Stand in the light, look at the camera, or show your code.',
    face_not_live: 'Please show your code.',
    face_not_recognised: 'Please show your code.',
    face_unsure: 'Please show your code.',
    face_no_consent: 'Please show your code. The desk can switch faces on with your consent.',
    face_not_allowed: 'Please show your code.',
  },
  hi: {
    allowed: 'अंदर जाइए।',
    malformed: 'फ़ोन स्थिर रखें, स्क्रीन साफ़ और तेज़ रोशनी पर हो, और यही पेज दिखाएँ।',
    unsupported_code: 'गेट को अपडेट चाहिए। कृपया डेस्क पर बताएँ।',
    unknown_credential: 'ऊपर “गेट मुझे नहीं पहचानता” दबाएँ और कोड फिर दिखाएँ।',
    bad_signature: 'यहाँ साइन आउट करें, फिर साइन इन करें और नया कोड दिखाएँ।',
    code_expired: 'स्क्रीनशॉट नहीं, चालू पेज दिखाएँ। हर 10 सेकंड में नया कोड आता है।',
    code_from_future: 'फ़ोन की सेटिंग में तारीख़ और समय “अपने आप” पर रखें।',
    phone_clock_wrong: 'फ़ोन की सेटिंग में तारीख़ और समय “अपने आप” पर रखें।',
    replayed: 'अगले कोड का इंतज़ार करें: ज़्यादा से ज़्यादा 10 सेकंड।',
    revoked: 'यहाँ फिर से साइन इन करें, या डेस्क पर पूछें।',
    credential_expired: 'पास नया करने के लिए यहाँ फिर से साइन इन करें।',
    member_not_active: 'कृपया अपने प्लान के बारे में डेस्क पर पूछें।',
    outside_hours: 'आपके प्लान में यह समय नहीं है। कृपया डेस्क पर पूछें।',
    hall_not_allowed: 'आपका प्लान दूसरे हॉल का है। कृपया डेस्क पर पूछें।',
    roster_stale: 'कृपया डेस्क से अंदर जाने में मदद लें।',
    gate_clock_untrusted: 'कृपया डेस्क से अंदर जाने में मदद लें।',
    no_policy: 'कृपया डेस्क से अंदर जाने में मदद लें।',
    not_recorded: 'कृपया डेस्क से अंदर जाने में मदद लें।',
    gate_fault: 'कृपया डेस्क से अंदर जाने में मदद लें।',
    face_poor_picture: 'रोशनी में खड़े होकर कैमरे की ओर देखें, या अपना कोड दिखाएँ।',
    face_not_live: 'कृपया अपना कोड दिखाएँ।',
    face_not_recognised: 'कृपया अपना कोड दिखाएँ।',
    face_unsure: 'कृपया अपना कोड दिखाएँ।',
    face_no_consent: 'कृपया अपना कोड दिखाएँ। आपकी सहमति से डेस्क इसे चालू कर सकता है।',
    face_not_allowed: 'कृपया अपना कोड दिखाएँ।',
  },
};

function reasons(shared: Readonly<Record<ReasonCode, { readonly says: string }>>, todo: Todos): Reasons {
  const codes = Object.keys(todo) as ReasonCode[];
  return Object.fromEntries(codes.map((code) => [code, { says: shared[code].says, todo: todo[code] }])) as Reasons;
}

/** Reasons in the student's words. */
export const studentReasons: Readonly<Record<'en' | 'hi', Reasons>> = { en: reasons(sharedEn, todos.en), hi: reasons(sharedHi, todos.hi) };

/** The refusals a student can do something about, in the order of the rules. */
export const askedOften: readonly ReasonCode[] = [
  'unknown_credential', 'code_expired', 'phone_clock_wrong', 'replayed', 'revoked', 'member_not_active', 'outside_hours', 'hall_not_allowed',
];

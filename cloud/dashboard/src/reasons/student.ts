import type { ReasonCode } from './reasons';

interface StudentReason {
  /** What the gate says. */
  readonly says: string;
  /** What the student can do. */
  readonly todo: string;
}

type Reasons = Readonly<Record<ReasonCode, StudentReason>>;

/** Reasons in the student's words. */
export const studentReasons: Readonly<Record<'en' | 'hi', Reasons>> = {
  en: {
    allowed: { says: 'Welcome', todo: 'Walk through.' },
    malformed: { says: 'Code not readable', todo: 'Hold the phone still, screen bright and clean, and show this page.' },
    unsupported_code: { says: 'Code not supported', todo: 'The gate needs an update. Please ask the desk.' },
    unknown_credential: { says: 'Phone not known', todo: 'Tap “The gate does not know me” above and show the code again.' },
    bad_signature: { says: 'Code not genuine', todo: 'Sign out here, sign in again, and show the new code.' },
    code_expired: { says: 'Code too old', todo: 'Show the live page, not a screenshot. A new code comes every 10 seconds.' },
    code_from_future: { says: 'Code ahead of time', todo: 'Switch on automatic date and time in the phone’s settings.' },
    phone_clock_wrong: { says: 'Phone’s clock is wrong', todo: 'Switch on automatic date and time in the phone’s settings.' },
    replayed: { says: 'Code already used', todo: 'Wait for the next code: at most 10 seconds.' },
    revoked: { says: 'Pass revoked', todo: 'Sign in again here, or ask the desk.' },
    credential_expired: { says: 'Pass expired', todo: 'Sign in again here to renew the pass.' },
    member_not_active: { says: 'Membership not active', todo: 'Please ask the desk about your plan.' },
    outside_hours: { says: 'Outside your hours', todo: 'Your plan does not cover this time. Please ask the desk.' },
    hall_not_allowed: { says: 'Not for this hall', todo: 'Your plan is for another hall. Please ask the desk.' },
    roster_stale: { says: 'Gate was offline too long', todo: 'Please ask the desk to let you in.' },
    gate_clock_untrusted: { says: 'Gate’s clock not sure', todo: 'Please ask the desk to let you in.' },
    no_policy: { says: 'Gate is not set up', todo: 'Please ask the desk to let you in.' },
    not_recorded: { says: 'Gate cannot record', todo: 'Please ask the desk to let you in.' },
    gate_fault: { says: 'Gate is out of order', todo: 'Please ask the desk to let you in.' },
    face_poor_picture: { says: 'Face not clear', todo: 'Stand in the light, look at the camera, or show your code.' },
    face_not_live: { says: 'Face not confirmed', todo: 'Please show your code.' },
    face_not_recognised: { says: 'Face not known', todo: 'Please show your code.' },
    face_unsure: { says: 'Not quite sure', todo: 'Please show your code.' },
    face_no_consent: { says: 'Face not switched on', todo: 'Please show your code. The desk can switch faces on with your consent.' },
    face_not_allowed: { says: 'This gate takes codes', todo: 'Please show your code.' },
  },
  hi: {
    allowed: { says: 'स्वागत है', todo: 'अंदर जाइए।' },
    malformed: { says: 'कोड पढ़ा नहीं जा सका', todo: 'फ़ोन स्थिर रखें, स्क्रीन साफ़ और तेज़ रोशनी पर हो, और यही पेज दिखाएँ।' },
    unsupported_code: { says: 'यह कोड इस गेट पर नहीं चलता', todo: 'गेट को अपडेट चाहिए। कृपया डेस्क पर बताएँ।' },
    unknown_credential: { says: 'फ़ोन पहचाना नहीं गया', todo: 'ऊपर “गेट मुझे नहीं पहचानता” दबाएँ और कोड फिर दिखाएँ।' },
    bad_signature: { says: 'कोड असली नहीं है', todo: 'यहाँ साइन आउट करें, फिर साइन इन करें और नया कोड दिखाएँ।' },
    code_expired: { says: 'कोड पुराना है', todo: 'स्क्रीनशॉट नहीं, चालू पेज दिखाएँ। हर 10 सेकंड में नया कोड आता है।' },
    code_from_future: { says: 'कोड का समय आगे है', todo: 'फ़ोन की सेटिंग में तारीख़ और समय “अपने आप” पर रखें।' },
    phone_clock_wrong: { says: 'फ़ोन की घड़ी ग़लत है', todo: 'फ़ोन की सेटिंग में तारीख़ और समय “अपने आप” पर रखें।' },
    replayed: { says: 'यह कोड इस्तेमाल हो चुका है', todo: 'अगले कोड का इंतज़ार करें: ज़्यादा से ज़्यादा 10 सेकंड।' },
    revoked: { says: 'पास रद्द कर दिया गया है', todo: 'यहाँ फिर से साइन इन करें, या डेस्क पर पूछें।' },
    credential_expired: { says: 'पास की अवधि ख़त्म हो गई', todo: 'पास नया करने के लिए यहाँ फिर से साइन इन करें।' },
    member_not_active: { says: 'सदस्यता चालू नहीं है', todo: 'कृपया अपने प्लान के बारे में डेस्क पर पूछें।' },
    outside_hours: { says: 'यह आपके समय से बाहर है', todo: 'आपके प्लान में यह समय नहीं है। कृपया डेस्क पर पूछें।' },
    hall_not_allowed: { says: 'इस हॉल के लिए नहीं', todo: 'आपका प्लान दूसरे हॉल का है। कृपया डेस्क पर पूछें।' },
    roster_stale: { says: 'गेट बहुत देर से ऑफ़लाइन है', todo: 'कृपया डेस्क से अंदर जाने में मदद लें।' },
    gate_clock_untrusted: { says: 'गेट को सही समय नहीं पता', todo: 'कृपया डेस्क से अंदर जाने में मदद लें।' },
    no_policy: { says: 'गेट अभी तैयार नहीं है', todo: 'कृपया डेस्क से अंदर जाने में मदद लें।' },
    not_recorded: { says: 'गेट रिकॉर्ड नहीं कर पा रहा', todo: 'कृपया डेस्क से अंदर जाने में मदद लें।' },
    gate_fault: { says: 'गेट ख़राब है', todo: 'कृपया डेस्क से अंदर जाने में मदद लें।' },
    face_poor_picture: { says: 'चेहरा साफ़ नहीं दिखा', todo: 'रोशनी में खड़े होकर कैमरे की ओर देखें, या अपना कोड दिखाएँ।' },
    face_not_live: { says: 'चेहरे की पुष्टि नहीं हुई', todo: 'कृपया अपना कोड दिखाएँ।' },
    face_not_recognised: { says: 'चेहरा पहचाना नहीं गया', todo: 'कृपया अपना कोड दिखाएँ।' },
    face_unsure: { says: 'पूरा भरोसा नहीं हुआ', todo: 'कृपया अपना कोड दिखाएँ।' },
    face_no_consent: { says: 'चेहरे से प्रवेश चालू नहीं है', todo: 'कृपया अपना कोड दिखाएँ। आपकी सहमति से डेस्क इसे चालू कर सकता है।' },
    face_not_allowed: { says: 'यह गेट कोड से खुलता है', todo: 'कृपया अपना कोड दिखाएँ।' },
  },
};

/** The refusals a student can do something about, in the order of the rules. */
export const askedOften: readonly ReasonCode[] = [
  'unknown_credential', 'code_expired', 'phone_clock_wrong', 'replayed', 'revoked', 'member_not_active', 'outside_hours', 'hall_not_allowed',
];

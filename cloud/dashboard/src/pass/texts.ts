import { faceTexts, faceTextsHi } from './faceTexts';

export type Language = 'en' | 'hi';

const en = {
  title: 'StudySpot pass',
  language: 'Language',
  loading: 'Opening your pass…',
  signIn: {
    heading: 'Sign in once',
    intro: 'After this the pass works without internet.',
    organisation: 'Organisation',
    organisationHelp: 'The short name your hall gave you, such as demo-hall',
    login: 'Phone number or login',
    password: 'Password',
    show: 'Show password',
    submit: 'Sign in',
    busy: 'Signing in…',
    required: 'Please fill this in.',
  },
  faults: {
    offline: 'No connection. You need internet for the first sign-in only.',
    sign_in_failed: 'Organisation, login or password is not right.',
    too_many_attempts: 'Too many attempts. Please wait a while and try again.',
    tooManyFor: (seconds: number) => `Too many attempts. Please try again in ${seconds} seconds.`,
    not_a_student: 'This is a staff account. The pass is for students; staff use the dashboard.',
    no_ed25519: 'This browser is too old to make a pass. You need Chrome or Edge 137, Firefox 130, Safari 17 or newer. Please update it and open this page again.',
    not_secure: 'The pass needs a secure address. Please open it with https://',
    no_storage: 'This browser does not let the pass keep its key. Leave private browsing, or allow storage for this site.',
    other: (code: string) => `That did not work (${code}). Please try again, or ask the desk.`,
  },
  code: {
    alt: 'Your code for the gate. It changes every 10 seconds.',
    next: (seconds: number) => `New code in ${seconds} s`,
    hint: 'Hold it to the gate. Turn the brightness up.',
    failed: 'The code could not be made. Close this page and open it again.',
    longNote: 'Larger code: it carries your enrolment, for a gate that has not heard of this phone yet.',
    longToggle: 'The gate does not know me',
    present: 'Hold to the demo gate’s camera',
    presenting: 'Showing it to the camera…',
    presented: 'The gate’s camera sees your code now. Look at the dashboard.',
    presentFailed: 'The demo gate did not answer.',
    copy: 'Copy code',
    copied: 'Copied. Type it into the scanner: ./studyspot scan CODE',
    copyFailed: 'The browser did not allow copying.',
  },
  clock: {
    wrong: (by: string, ahead: boolean) => `This phone’s clock is ${by} ${ahead ? 'ahead' : 'behind'}. Switch on automatic date and time in the settings.`,
    corrected: 'Until then your codes carry the corrected time.',
    fixed: 'I have set it',
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (n: number) => `${n} h`,
  },
  standing: {
    revoked: 'This pass was revoked',
    revokedTodo: 'Sign in again to make a new pass on this phone, or ask the desk.',
    replaced: 'You made a pass on another phone, and this one was switched off.',
    expired: 'This pass has expired',
    expiredTodo: 'Sign in again to renew it.',
    again: 'Sign in again',
    validTo: (date: string) => `Pass valid until ${date}`,
  },
  network: { offline: 'Offline. The code works all the same.', online: 'Online' },
  help: { heading: 'The gate said no?' },
  face: faceTexts,
  account: {
    signOut: 'Sign out',
    heading: 'Sign out of this phone?',
    body: 'The pass is deleted from this phone. You need internet and your password to get it back.',
    bodyOffline: 'You are offline: the pass is deleted here, but the desk’s list shows it until it is revoked there. You need internet and your password to get a new one.',
    yes: 'Delete the pass',
    no: 'Keep it',
  },
};

export type Texts = typeof en;

const hi: Texts = {
  title: 'StudySpot पास',
  language: 'भाषा',
  loading: 'आपका पास खुल रहा है…',
  signIn: {
    heading: 'एक बार साइन इन करें',
    intro: 'इसके बाद पास बिना इंटरनेट के चलता है।',
    organisation: 'संस्था',
    organisationHelp: 'आपके हॉल का दिया छोटा नाम, जैसे demo-hall',
    login: 'फ़ोन नंबर या लॉगिन',
    password: 'पासवर्ड',
    show: 'पासवर्ड दिखाएँ',
    submit: 'साइन इन करें',
    busy: 'साइन इन हो रहा है…',
    required: 'कृपया इसे भरें।',
  },
  faults: {
    offline: 'कनेक्शन नहीं है। इंटरनेट सिर्फ़ पहली बार साइन इन के लिए चाहिए।',
    sign_in_failed: 'संस्था, लॉगिन या पासवर्ड सही नहीं है।',
    too_many_attempts: 'बहुत बार कोशिश हो गई। कृपया थोड़ी देर बाद फिर कोशिश करें।',
    tooManyFor: (seconds) => `बहुत बार कोशिश हो गई। कृपया ${seconds} सेकंड बाद फिर कोशिश करें।`,
    not_a_student: 'यह स्टाफ़ का खाता है। पास विद्यार्थियों के लिए है; स्टाफ़ डैशबोर्ड खोले।',
    no_ed25519: 'यह ब्राउज़र पास बनाने के लिए पुराना है। Chrome या Edge 137, Firefox 130, Safari 17 या उससे नया चाहिए। कृपया अपडेट करके यह पेज फिर खोलें।',
    not_secure: 'पास के लिए सुरक्षित पता चाहिए। कृपया https:// से खोलें।',
    no_storage: 'यह ब्राउज़र पास की चाबी रखने नहीं देता। प्राइवेट मोड से बाहर आएँ, या इस साइट को स्टोरेज की अनुमति दें।',
    other: (code) => `यह नहीं हो पाया (${code})। कृपया फिर कोशिश करें या डेस्क पर पूछें।`,
  },
  code: {
    alt: 'गेट के लिए आपका कोड। यह हर 10 सेकंड में बदलता है।',
    next: (seconds) => `${seconds} सेकंड में नया कोड`,
    hint: 'इसे गेट के सामने रखें। स्क्रीन की रोशनी बढ़ाएँ।',
    failed: 'कोड नहीं बन सका। यह पेज बंद करके फिर खोलें।',
    longNote: 'बड़ा कोड: इसमें आपका पंजीकरण भी है, उस गेट के लिए जो इस फ़ोन को अभी नहीं जानता।',
    longToggle: 'गेट मुझे नहीं पहचानता',
    present: 'डेमो गेट के कैमरे को दिखाएँ',
    presenting: 'कैमरे को दिखाया जा रहा है…',
    presented: 'गेट का कैमरा अब आपका कोड देख रहा है। डैशबोर्ड देखें।',
    presentFailed: 'डेमो गेट ने जवाब नहीं दिया।',
    copy: 'कोड कॉपी करें',
    copied: 'कॉपी हो गया। इसे स्कैनर में डालें: ./studyspot scan CODE',
    copyFailed: 'ब्राउज़र ने कॉपी नहीं करने दिया।',
  },
  clock: {
    wrong: (by, ahead) => `इस फ़ोन की घड़ी ${by} ${ahead ? 'आगे' : 'पीछे'} है। सेटिंग में तारीख़ और समय “अपने आप” पर रखें।`,
    corrected: 'तब तक आपके कोड में ठीक किया हुआ समय जाता है।',
    fixed: 'मैंने ठीक कर दी',
    seconds: (n) => `${n} सेकंड`,
    minutes: (n) => `${n} मिनट`,
    hours: (n) => `${n} घंटे`,
  },
  standing: {
    revoked: 'यह पास रद्द कर दिया गया है',
    revokedTodo: 'इस फ़ोन पर नया पास बनाने के लिए फिर से साइन इन करें, या डेस्क पर पूछें।',
    replaced: 'आपने दूसरे फ़ोन पर पास बनाया, इसलिए यह बंद हो गया।',
    expired: 'इस पास की अवधि ख़त्म हो गई है',
    expiredTodo: 'इसे नया करने के लिए फिर से साइन इन करें।',
    again: 'फिर से साइन इन करें',
    validTo: (date) => `पास ${date} तक मान्य है`,
  },
  network: { offline: 'ऑफ़लाइन। कोड फिर भी चलता है।', online: 'ऑनलाइन' },
  help: { heading: 'गेट ने मना किया?' },
  face: faceTextsHi,
  account: {
    signOut: 'साइन आउट',
    heading: 'इस फ़ोन से साइन आउट करें?',
    body: 'पास इस फ़ोन से मिट जाएगा। उसे वापस पाने के लिए इंटरनेट और पासवर्ड चाहिए।',
    bodyOffline: 'आप ऑफ़लाइन हैं: पास यहाँ से मिट जाएगा, पर डेस्क की सूची में तब तक रहेगा जब तक वहाँ रद्द न हो। नया पास पाने के लिए इंटरनेट और पासवर्ड चाहिए।',
    yes: 'पास मिटाएँ',
    no: 'रहने दें',
  },
};

export const texts: Readonly<Record<Language, Texts>> = { en, hi };

const REMEMBERED = 'studyspot-pass-language';

/** The language chosen before, else the browser's. */
export function firstLanguage(): Language {
  try {
    // eslint-disable-next-line no-restricted-globals -- a language is no secret
    const remembered = localStorage.getItem(REMEMBERED);
    if (remembered === 'en' || remembered === 'hi') return remembered;
  } catch {
    // Storage can be switched off; then the browser's language decides.
  }
  return /^hi\b/i.test(navigator.language) ? 'hi' : 'en';
}

export function rememberLanguage(language: Language): void {
  try {
    // eslint-disable-next-line no-restricted-globals -- a language is no secret
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // See firstLanguage.
  }
}

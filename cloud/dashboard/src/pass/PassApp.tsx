import { useCallback, useEffect, useState } from 'react';
import { refreshPass } from './enrolment';
import { LanguageSwitch } from './LanguageSwitch';
import { PassView } from './PassView';
import { SignIn } from './SignIn';
import { loadPass, type StoredPass } from './store';
import { firstLanguage, rememberLanguage, texts, type Language } from './texts';

const ASK_AGAIN_MS = 5 * 60_000;

/** The whole pass: signs in once, then shows the code for ever after. */
export function PassApp() {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const [pass, setPass] = useState<StoredPass | null | 'opening'>('opening');
  const [again, setAgain] = useState(false);
  const t = texts[language];

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = texts[language].title;
  }, [language]);

  useEffect(() => {
    let gone = false;
    loadPass().then((stored) => !gone && setPass(stored), () => !gone && setPass(null));
    return () => { gone = true; };
  }, []);

  const credentialId = pass === 'opening' ? undefined : pass?.credentialId;
  const ask = useCallback(() => {
    if (!credentialId) return;
    void loadPass()
      .then((stored) => (stored?.credentialId === credentialId ? refreshPass(stored) : null))
      .then((next) => {
        if (next) setPass((now) => (now !== 'opening' && now?.credentialId === next.credentialId ? next : now));
      })
      .catch(() => undefined);
  }, [credentialId]);

  useEffect(() => {
    ask();
    const timer = setInterval(ask, ASK_AGAIN_MS);
    const seen = (): void => { if (document.visibilityState === 'visible') ask(); };
    window.addEventListener('online', ask);
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', ask);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [ask]);

  const switchLanguage = (to: Language): void => {
    rememberLanguage(to);
    setLanguage(to);
  };

  return (
    <div className="page">
      <header>
        <img src="/pass/icon.svg" alt="" width="28" height="28" />
        <span className="brand">StudySpot</span>
        <LanguageSwitch label={t.language} language={language} onChange={switchLanguage} />
      </header>
      <main>
        {pass === 'opening' && <p role="status">{t.loading}</p>}
        {(pass === null || (pass !== 'opening' && again)) && (
          <SignIn
            t={t}
            organisation={pass?.organisation}
            login={pass?.login}
            onCancel={pass ? () => setAgain(false) : undefined}
            onEnrolled={(enrolled) => { setPass(enrolled); setAgain(false); }}
          />
        )}
        {pass !== null && pass !== 'opening' && !again && (
          <PassView
            key={pass.credentialId}
            pass={pass}
            language={language}
            t={t}
            onChange={setPass}
            onSignInAgain={() => setAgain(true)}
            onSignedOut={() => setPass(null)}
          />
        )}
      </main>
    </div>
  );
}

import { useCallback, useRef, useState } from 'react';
import type { ReasonCode } from '../reasons/reasons';
import { askedOften, studentReasons } from '../reasons/student';
import { ClockNotice } from './ClockNotice';
import { CodeCard } from './CodeCard';
import { codeTime } from './clock';
import { DemoButton } from './DemoButton';
import { isExpired } from './enrolment';
import { FaceCard } from './FaceCard';
import { longDate } from './faceWords';
import { SignOut } from './SignOut';
import { savePass, type StoredPass } from './store';
import type { Language, Texts } from './texts';
import { useNow, useOnline } from './useDevice';

interface Props {
  readonly pass: StoredPass;
  readonly language: Language;
  readonly t: Texts;
  readonly onChange: (pass: StoredPass) => void;
  readonly onSignInAgain: () => void;
  readonly onSignedOut: () => void;
}

export function PassView({ pass, language, t, onChange, onSignInAgain, onSignedOut }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useRef<string | null>(null);
  const [showing, setShowing] = useState(false);
  const now = useNow(1000);
  const online = useOnline();
  const standing = pass.standing === 'good' && isExpired(pass, codeTime(now, pass.clock)) ? 'expired' : pass.standing;

  const onShowing = useCallback((text: string | null) => {
    shown.current = text;
    setShowing(text !== null);
  }, []);

  const forgetClock = useCallback(() => {
    const next = { ...pass, clock: null };
    savePass(next).catch(() => undefined);
    onChange(next);
  }, [pass, onChange]);

  return (
    <>
      <div className="who">
        <h1>{pass.name}</h1>
        <p className="quiet">{pass.organisationName}</p>
      </div>
      <ClockNotice pass={pass} now={now} t={t} onFixed={forgetClock} />
      {standing === 'good'
        ? <CodeCard pass={pass} now={now} t={t} canvas={canvas} onShowing={onShowing} onClockSet={forgetClock} />
        : (
          <section className="card centre" role="alert">
            <h2>{standing === 'expired' ? t.standing.expired : t.standing.revoked}</h2>
            <p>{standing === 'expired' ? t.standing.expiredTodo : pass.standingReason === 'replaced' ? t.standing.replaced : t.standing.revokedTodo}</p>
            <button type="button" className="primary" onClick={onSignInAgain}>{t.standing.again}</button>
          </section>
        )}
      {online && showing && standing === 'good' && <DemoButton code={() => shown.current} canvas={canvas} t={t} />}
      <p className="quiet small centre" role="status">{online ? '' : t.network.offline}</p>
      <FaceCard accountId={pass.accountId} online={online} language={language} t={t.face} signInText={t.standing.again} onSignInAgain={onSignInAgain} />
      <details className="card">
        <summary>{t.help.heading}</summary>
        <dl>{askedOften.map((code) => <Advice key={code} code={code} language={language} />)}</dl>
      </details>
      <footer>
        <p className="quiet small">{t.standing.validTo(longDate(pass.notAfter, language))}</p>
        <SignOut pass={pass} online={online} t={t} onSignedOut={onSignedOut} />
      </footer>
    </>
  );
}

function Advice({ code, language }: { readonly code: ReasonCode; readonly language: Language }) {
  const { says, todo } = studentReasons[language][code];
  return (
    <div>
      <dt>{says}</dt>
      <dd>{todo}</dd>
    </div>
  );
}

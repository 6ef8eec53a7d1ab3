import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { agreeToFaces, faceNotice, type FaceNotice } from './api';
import type { FaceTexts } from './faceTexts';
import { asOwner } from './ownCalls';
import type { Language } from './texts';
import { faultCode } from './useOwnFace';

interface Props {
  readonly accountId: string;
  readonly language: Language;
  /** Then there is only something to read. */
  readonly minor: boolean;
  readonly t: FaceTexts;
  readonly onAgreed: () => Promise<void>;
  readonly onNotNow: () => void;
}

/** The notice and the answer. Nothing is ticked beforehand, and no weighs as much as yes (DPDP Act 2023, s. 6(1)). */
export function FaceConsent({ accountId, language, minor, t, onAgreed, onNotNow }: Props) {
  const [notice, setNotice] = useState<FaceNotice | null>(null);
  const [ticked, setTicked] = useState({ adult: false, agree: false });
  const [reading, setReading] = useState(1);
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const alert = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    let gone = false;
    asOwner({ accountId }, (token) => faceNotice(token, language)).then(
      (found) => { if (!gone) setNotice(found); },
      (error: unknown) => { if (!gone) setFault(faultCode(error)); },
    );
    return () => { gone = true; };
  }, [accountId, language, reading]);
  useEffect(() => { if (fault) alert.current?.focus(); }, [fault]);

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!notice || busy) return;
    if (!ticked.adult || !ticked.agree) {
      setFault('tick');
      return;
    }
    setBusy(true);
    setFault(null);
    asOwner({ accountId }, (token) => agreeToFaces(token, notice, ticked.adult))
      .then(onAgreed, (error: unknown) => {
        const code = faultCode(error);
        setFault(code);
        if (code !== 'validation_failed') return;
        // Another text: what was ticked was for the last one.
        setTicked({ adult: false, agree: false });
        setReading(reading + 1);
      })
      .finally(() => setBusy(false));
  };

  if (!notice) {
    return fault === null
      ? <p className="quiet" role="status">{t.loading}</p>
      : <><p role="alert">{faultText(t, fault)}</p><button type="button" onClick={() => { setFault(null); setReading(reading + 1); }}>{t.retry}</button></>;
  }
  return (
    <form className="notice-text" onSubmit={submit} aria-busy={busy} data-testid="face-notice">
      <div lang={notice.language} data-version={notice.version}>
        {notice.paragraphs.map((paragraph) => <p key={paragraph}>{paragraph}</p>)}
      </div>
      {!minor && (
        <>
          <label className="check">
            <input type="checkbox" checked={ticked.adult} onChange={(event) => setTicked({ ...ticked, adult: event.target.checked })} data-testid="face-adult" />
            <span>{t.adult}<span className="quiet small block">{t.under18}</span></span>
          </label>
          <label className="check">
            <input type="checkbox" checked={ticked.agree} onChange={(event) => setTicked({ ...ticked, agree: event.target.checked })} data-testid="face-agree" />
            <span>{t.agree}</span>
          </label>
        </>
      )}
      {fault && <p ref={alert} role="alert" tabIndex={-1} className="bad-text">{faultText(t, fault)}</p>}
      <div className="choice">
        <button type="button" onClick={onNotNow} data-testid="face-not-now">{t.notNow}</button>
        {!minor && <button type="submit" disabled={busy} data-testid="face-yes">{busy ? t.busy : t.yes}</button>}
      </div>
    </form>
  );
}

export function faultText(t: FaceTexts, code: string): string {
  if (code === 'tick') return t.tick;
  if (code === 'signed_out') return t.signedOut;
  const known = t.faults[code as keyof FaceTexts['faults']] as unknown;
  return typeof known === 'string' ? known : t.faults.other(code);
}

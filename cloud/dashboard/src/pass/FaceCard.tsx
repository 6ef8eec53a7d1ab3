import { useRef, useState } from 'react';
import type { FaceDeletion, OwnFace } from './api';
import { FaceConsent } from './FaceConsent';
import type { FaceTexts } from './faceTexts';
import { FaceWithdrawal } from './FaceWithdrawal';
import { dateAndTime, faceLines, isInForce, isOffered } from './faceWords';
import type { Language } from './texts';
import { useOwnFace } from './useOwnFace';

interface Props {
  readonly accountId: string;
  readonly online: boolean;
  readonly language: Language;
  readonly t: FaceTexts;
  readonly signInText: string;
  readonly onSignInAgain: () => void;
}

/** Consent to faces: how it stands, yes, and no again. Below the code, which works without. */
export function FaceCard({ accountId, online, language, t, signInText, onSignInAgain }: Props) {
  const { face, fault, reload } = useOwnFace(accountId, online);
  return (
    <section className="card" aria-labelledby="face-heading" data-testid="face">
      <h2 id="face-heading">{t.heading}</h2>
      {face && <Facts face={face} accountId={accountId} language={language} t={t} onChanged={reload} />}
      {face && (!online || fault === 'offline') && <p className="quiet small" role="status">{t.stale}</p>}
      {!face && (!online || fault === 'offline') && <p className="quiet" role="status">{t.offline}</p>}
      {!face && online && fault === null && <p className="quiet" role="status">{t.loading}</p>}
      {fault === 'signed_out' && (
        <>
          <p className="quiet" role="status">{t.signedOut}</p>
          <button type="button" onClick={onSignInAgain}>{signInText}</button>
        </>
      )}
      {!face && online && fault !== null && fault !== 'signed_out' && (
        <>
          {fault !== 'offline' && <p role="alert">{t.failed(fault)}</p>}
          <button type="button" onClick={() => void reload()} data-testid="face-retry">{t.retry}</button>
        </>
      )}
    </section>
  );
}

interface FactsProps {
  readonly face: OwnFace;
  readonly accountId: string;
  readonly language: Language;
  readonly t: FaceTexts;
  readonly onChanged: () => Promise<void>;
}

function Facts({ face, accountId, language, t, onChanged }: FactsProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [reading, setReading] = useState(false);
  const inForce = isInForce(face);
  const close = (): void => { setReading(false); opener.current?.focus(); };
  return (
    <>
      <div className="facts" data-testid="face-state" data-state={face.state} aria-live="polite">
        {faceLines(face, t, language).map((line) => <p key={line}>{line}</p>)}
      </div>
      {face.deletions[0] && <Proofs deletion={face.deletions[0]} language={language} t={t} />}
      {(inForce || face.state === 'enrolled') && <FaceWithdrawal accountId={accountId} enrolled={face.state === 'enrolled'} t={t} onDone={onChanged} />}
      {!inForce && isOffered(face) && (
        <>
          {face.minor && <p data-testid="face-minor">{t.minor}</p>}
          <button ref={opener} type="button" aria-expanded={reading} onClick={() => setReading(!reading)} data-testid="face-read">{t.read}</button>
          {reading && (
            <FaceConsent key={language} accountId={accountId} language={language} minor={face.minor} t={t}
              onAgreed={async () => { await onChanged(); setReading(false); }} onNotNow={close} />
          )}
        </>
      )}
    </>
  );
}

/** What each gate signed, whole: who wants to check it needs every character (docs/face-data.md). */
function Proofs({ deletion, language, t }: { readonly deletion: FaceDeletion; readonly language: Language; readonly t: FaceTexts }) {
  return (
    <details className="proofs" data-testid="face-proofs">
      <summary>{t.proofs}</summary>
      <ul>
        {deletion.gates.map((gate) => (
          <li key={gate.gateId}>
            {gate.destroyedAt ? t.proof(gate.name, dateAndTime(gate.destroyedAt, language)) : gate.retired ? t.gone(gate.name) : t.waiting(gate.name)}
            {gate.signature && (
              <span className="quiet small block">
                {t.signature} <code>{gate.signature}</code><br />{t.signedBy} <code>{gate.signingKey}</code>
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

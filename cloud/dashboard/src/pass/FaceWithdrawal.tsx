import { useRef, useState } from 'react';
import { withdrawFaces } from './api';
import { faultText } from './FaceConsent';
import type { FaceTexts } from './faceTexts';
import { asOwner } from './ownCalls';
import { faultCode } from './useOwnFace';

interface Props {
  readonly accountId: string;
  /** Then there is something to delete. */
  readonly enrolled: boolean;
  readonly t: FaceTexts;
  readonly onDone: () => Promise<void>;
}

/** As easy as agreeing was, after one question that says what happens (DPDP Act 2023, s. 6(4)). */
export function FaceWithdrawal({ accountId, enrolled, t, onDone }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const name = enrolled ? t.withdrawAndDelete : t.withdraw;
  const go = (): void => {
    setBusy(true);
    setFault(null);
    asOwner({ accountId }, withdrawFaces)
      .then(async () => { dialog.current?.close(); await onDone(); }, (error: unknown) => setFault(faultCode(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <button type="button" onClick={() => { setFault(null); dialog.current?.showModal(); }} data-testid="face-withdraw">{name}</button>
      <dialog ref={dialog} aria-labelledby="face-withdraw-heading">
        <h2 id="face-withdraw-heading">{t.ask}</h2>
        <p>{enrolled ? t.askDelete : t.askText}</p>
        {fault && <p role="alert" className="bad-text">{faultText(t, fault)}</p>}
        <div className="actions">
          <button type="button" onClick={() => dialog.current?.close()}>{t.keep}</button>
          <button type="button" className="danger" disabled={busy} onClick={go} data-testid="face-confirm-withdraw">{busy ? t.busy : name}</button>
        </div>
      </dialog>
    </>
  );
}

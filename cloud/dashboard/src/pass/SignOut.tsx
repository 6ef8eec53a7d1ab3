import { useRef, useState } from 'react';
import { signOutHere } from './enrolment';
import type { StoredPass } from './store';
import type { Texts } from './texts';

interface Props {
  readonly pass: StoredPass;
  readonly online: boolean;
  readonly t: Texts;
  readonly onSignedOut: () => void;
}

export function SignOut({ pass, online, t, onSignedOut }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const leave = (): void => {
    setBusy(true);
    signOutHere(pass).then(() => { dialog.current?.close(); onSignedOut(); }, () => setBusy(false));
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} data-testid="sign-out">{t.account.signOut}</button>
      <dialog ref={dialog} aria-labelledby="sign-out-heading">
        <h2 id="sign-out-heading">{t.account.heading}</h2>
        <p>{online ? t.account.body : t.account.bodyOffline}</p>
        <div className="actions">
          <button type="button" onClick={() => dialog.current?.close()}>{t.account.no}</button>
          <button type="button" className="danger" disabled={busy} onClick={leave} data-testid="confirm-sign-out">{t.account.yes}</button>
        </div>
      </dialog>
    </>
  );
}

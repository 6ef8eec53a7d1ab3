import { type SyntheticEvent, useEffect, useId, useRef, useState } from 'react';
import { ApiFault } from './api';
import { signInAndEnrol } from './enrolment';
import { isEd25519Available } from './keys';
import type { StoredPass } from './store';
import type { Texts } from './texts';

interface Props {
  readonly t: Texts;
  readonly organisation: string | undefined;
  readonly login: string | undefined;
  readonly onCancel: (() => void) | undefined;
  readonly onEnrolled: (pass: StoredPass) => void;
}

type Fault = { readonly code: string; readonly retryAfterSeconds: number | null };

export function SignIn({ t, organisation, login, onCancel, onEnrolled }: Props) {
  const [fault, setFault] = useState<Fault | null>(() => (globalThis.isSecureContext ? null : { code: 'not_secure', retryAfterSeconds: null }));
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const alert = useRef<HTMLParagraphElement>(null);
  const first = organisation ?? new URLSearchParams(window.location.search).get('org') ?? '';

  useEffect(() => {
    let gone = false;
    void isEd25519Available().then((yes) => {
      if (!yes && !gone && globalThis.isSecureContext) setFault({ code: 'no_ed25519', retryAfterSeconds: null });
    });
    return () => { gone = true; };
  }, []);

  useEffect(() => { if (fault) alert.current?.focus(); }, [fault]);

  const submit = (event: SyntheticEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string): string => { const value = form.get(name); return typeof value === 'string' ? value : ''; };
    const empty = ['organisation', 'login', 'password'].filter((name) => field(name).trim() === '');
    setMissing(new Set(empty));
    if (empty[0]) {
      (event.currentTarget.elements.namedItem(empty[0]) as HTMLElement | null)?.focus();
      return;
    }
    setBusy(true);
    setFault(null);
    signInAndEnrol(field('organisation'), field('login'), field('password'))
      .then(onEnrolled, (error: unknown) => {
        setFault(error instanceof ApiFault ? error : { code: 'unexpected', retryAfterSeconds: null });
      })
      .finally(() => setBusy(false));
  };

  return (
    <form className="card" onSubmit={submit} noValidate aria-busy={busy}>
      <h1>{t.signIn.heading}</h1>
      <p className="quiet">{t.signIn.intro}</p>
      {fault && <p ref={alert} role="alert" tabIndex={-1} className="notice bad">{faultText(t, fault)}</p>}
      <Field t={t} name="organisation" label={t.signIn.organisation} help={t.signIn.organisationHelp} value={first}
        missing={missing} autoComplete="organization" />
      <Field t={t} name="login" label={t.signIn.login} value={login ?? ''} missing={missing} autoComplete="username" />
      <Field t={t} name="password" label={t.signIn.password} value="" missing={missing} autoComplete="current-password"
        type={shown ? 'text' : 'password'} />
      <label className="check">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} /> {t.signIn.show}
      </label>
      <button type="submit" className="primary" disabled={busy} data-testid="sign-in">{busy ? t.signIn.busy : t.signIn.submit}</button>
      {onCancel && <button type="button" onClick={onCancel}>{t.account.no}</button>}
    </form>
  );
}

interface FieldProps {
  readonly t: Texts;
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly type?: string;
  readonly autoComplete: string;
  readonly missing: ReadonlySet<string>;
}

function Field({ t, name, label, help, value, type = 'text', autoComplete, missing }: FieldProps) {
  const id = useId();
  const bad = missing.has(name);
  const described = [bad ? `${id}-bad` : '', help ? `${id}-help` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} type={type} defaultValue={value} autoComplete={autoComplete} autoCapitalize="none"
        autoCorrect="off" spellCheck={false} aria-invalid={bad} aria-describedby={described || undefined} data-testid={name} />
      {bad && <p id={`${id}-bad`} className="bad-text">{t.signIn.required}</p>}
      {help && <p id={`${id}-help`} className="quiet small">{help}</p>}
    </div>
  );
}

export function faultText(t: Texts, { code, retryAfterSeconds }: Fault): string {
  if (code === 'too_many_attempts' && retryAfterSeconds !== null) return t.faults.tooManyFor(retryAfterSeconds);
  const known = t.faults[code as keyof Texts['faults']] as unknown;
  return typeof known === 'string' ? known : t.faults.other(code);
}

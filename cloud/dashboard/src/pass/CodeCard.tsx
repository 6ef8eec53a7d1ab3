import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { codeTime, JumpWatch } from './clock';
import { signer } from './keys';
import { NONCE_BYTES, presentationText } from './presentation';
import { drawQr, QUIET_ZONE, qrMatrix } from './qr';
import { RENEW_EVERY_MS, Renewal, type RenewalState } from './renewal';
import type { StoredPass } from './store';
import type { Texts } from './texts';
import { useWakeLock } from './useDevice';

/** A gate hears of a new phone within a minute when it is online; ten leave room for a bad line. */
export const LONG_FORM_FOR_MS = 10 * 60_000;

interface Props {
  readonly pass: StoredPass;
  /** By the phone's clock. */
  readonly now: number;
  readonly t: Texts;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** The text on the screen now; null while there is none. */
  readonly onShowing: (text: string | null) => void;
  readonly onClockSet: () => void;
}

export function CodeCard({ pass, now, t, canvas, onShowing, onClockSet }: Props) {
  const [asked, setAsked] = useState<boolean | null>(null);
  const [{ code, remainingMs, failed }, setState] = useState<RenewalState>({ code: null, remainingMs: 0, failed: false });
  const latest = useRef({ pass, asked, onClockSet });
  useLayoutEffect(() => { latest.current = { pass, asked, onClockSet }; });

  const sign = useMemo(() => signer(pass.privateKey), [pass.privateKey]);
  const renewal = useRef<Renewal | null>(null);

  useEffect(() => {
    const made = new Renewal((at) => {
      const { pass: current, asked: choice } = latest.current;
      return presentationText(
        {
          credentialId: current.credentialId,
          time: Math.floor(codeTime(at, current.clock) / 1000),
          nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
          credential: choice ?? isFresh(current, at) ? current.document : undefined,
        },
        sign,
      );
    }, setState);
    renewal.current = made;
    made.start();
    const watch = new JumpWatch();
    const look = setInterval(() => { if (watch.look(Date.now(), performance.now())) latest.current.onClockSet(); }, 1000);
    const seen = (): void => { if (document.visibilityState === 'visible') made.tick(); };
    document.addEventListener('visibilitychange', seen);
    return () => {
      made.stop();
      clearInterval(look);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [sign]);

  // A code made with another form or another idea of the time is not shown to its end.
  const offset = pass.clock?.offsetMs ?? 0;
  useEffect(() => renewal.current?.renewNow(), [asked, offset]);
  useEffect(() => onShowing(code?.text ?? null), [code, onShowing]);
  useWakeLock(code !== null);

  const long = asked ?? isFresh(pass, now);
  const seconds = Math.ceil(remainingMs / 1000);
  return (
    <section className="code">
      <QrCanvas text={code?.text ?? null} label={t.code.alt} canvas={canvas} />
      {failed && <p className="notice bad" role="alert">{t.code.failed}</p>}
      <div className="under">
        <Ring share={code ? remainingMs / RENEW_EVERY_MS : 0} seconds={seconds} label={t.code.next(seconds)} />
        <p>{t.code.hint}</p>
      </div>
      <label className="check">
        <input type="checkbox" checked={long} onChange={(event) => setAsked(event.target.checked)} data-testid="long-form" />
        <span>{t.code.longToggle}{long && <span className="quiet small block">{t.code.longNote}</span>}</span>
      </label>
    </section>
  );
}

function isFresh(pass: StoredPass, now: number): boolean {
  return Math.abs(now - pass.enrolledAt) < LONG_FORM_FOR_MS;
}

interface QrProps {
  readonly text: string | null;
  readonly label: string;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
}

/** The code, as large as the screen allows, in whole device pixels. The text is nowhere in the document. */
function QrCanvas({ text, label, canvas }: QrProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [edge, setEdge] = useState(0);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = (): void => setEdge(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const target = canvas.current;
    if (!target || edge === 0) return;
    const ratio = window.devicePixelRatio || 1;
    if (text === null) {
      target.getContext('2d')?.clearRect(0, 0, target.width, target.height);
      return;
    }
    drawQr(target, qrMatrix(text), Math.floor(edge * ratio), ratio);
  }, [text, edge, canvas]);

  return (
    <div ref={frame} className="qr" data-quiet-zone={QUIET_ZONE}>
      <canvas ref={canvas} role="img" aria-label={label} data-testid="qr" />
    </div>
  );
}

const RADIUS = 20;
const AROUND = 2 * Math.PI * RADIUS;

function Ring({ share, seconds, label }: { readonly share: number; readonly seconds: number; readonly label: string }) {
  return (
    <div className="ring" role="timer" aria-label={label} data-testid="countdown">
      <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
        <circle cx="24" cy="24" r={RADIUS} className="track" />
        <circle cx="24" cy="24" r={RADIUS} className="left" strokeDasharray={AROUND} strokeDashoffset={AROUND * (1 - share)} />
      </svg>
      <span aria-hidden="true">{seconds}</span>
    </div>
  );
}

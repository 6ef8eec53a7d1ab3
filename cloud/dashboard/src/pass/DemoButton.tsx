import { type RefObject, useEffect, useState } from 'react';
import { demoGate, showToCamera, type DemoGate } from './api';
import { photograph } from './demoPicture';
import type { Texts } from './texts';

type State = 'idle' | 'busy' | 'done' | 'failed' | 'copied' | 'copyFailed';

interface Props {
  /** The code on the screen, when it is asked for: it stands nowhere in the document. */
  readonly code: () => string | null;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly t: Texts;
}

/** Demo only: holds this code to the simulated gate's camera, or copies it for the scanner. Not there at all without a demo gate. */
export function DemoButton({ code, canvas, t }: Props) {
  const [gate, setGate] = useState<DemoGate | null>(null);
  const [state, setState] = useState<State>('idle');

  useEffect(() => {
    let gone = false;
    demoGate().then((found) => !gone && setGate(found), () => undefined);
    return () => { gone = true; };
  }, []);

  if (!gate) return null;
  const present = (): void => {
    const shown = canvas.current;
    if (!shown) return;
    setState('busy');
    photograph(shown)
      .then((picture) => showToCamera(gate, picture))
      .then(() => setState('done'), () => setState('failed'));
  };
  const copy = (): void => {
    const text = code();
    if (text === null) return;
    navigator.clipboard.writeText(text).then(() => setState('copied'), () => setState('copyFailed'));
  };
  const says: Readonly<Record<State, string>> = {
    idle: '', busy: '', done: t.code.presented, failed: t.code.presentFailed, copied: t.code.copied, copyFailed: t.code.copyFailed,
  };
  return (
    <div className="card centre">
      <button type="button" className="primary" disabled={state === 'busy'} onClick={present} data-testid="present-to-camera">
        {state === 'busy' ? t.code.presenting : t.code.present}
      </button>
      <button type="button" onClick={copy} data-testid="copy-code">{t.code.copy}</button>
      <p role="status" className="small">{says[state]}</p>
    </div>
  );
}

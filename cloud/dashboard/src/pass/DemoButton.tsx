import { type RefObject, useEffect, useState } from 'react';
import { demoGate, showToCamera, type DemoGate } from './api';
import { photograph } from './demoPicture';
import type { Texts } from './texts';

interface Props {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly t: Texts;
}

/** Demo only: holds this code to the simulated gate's camera. Not there at all without a demo gate. */
export function DemoButton({ canvas, t }: Props) {
  const [gate, setGate] = useState<DemoGate | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | 'done' | 'failed'>('idle');

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
  return (
    <div className="card centre">
      <button type="button" className="primary" disabled={state === 'busy'} onClick={present} data-testid="present-to-camera">
        {state === 'busy' ? t.code.presenting : t.code.present}
      </button>
      <p role="status" className="small">{state === 'done' ? t.code.presented : state === 'failed' ? t.code.presentFailed : ''}</p>
    </div>
  );
}

import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiFault, ownFace, type OwnFace } from './api';
import { asOwner } from './ownCalls';

/** Gates that are online answer within seconds; the page follows while something is expected. */
const ASK_AGAIN_MS = 10_000;

interface Loaded {
  /** The last answer, kept when the next one fails. It is nowhere but in this page. */
  readonly face: OwnFace | null;
  /** Why the last question was not answered. */
  readonly fault: string | null;
}

export function useOwnFace(accountId: string, online: boolean): Loaded & { readonly reload: () => Promise<void> } {
  const [{ face, fault }, setLoaded] = useState<Loaded>({ face: null, fault: null });
  const asked = useRef(0);

  const reload = useCallback(async () => {
    const own = ++asked.current;
    // An answer that was overtaken by a later question says nothing any more.
    try {
      const next = await asOwner({ accountId }, ownFace);
      if (own === asked.current) setLoaded({ face: next, fault: null });
    } catch (error) {
      if (own === asked.current) setLoaded((last) => ({ ...last, fault: faultCode(error) }));
    }
  }, [accountId]);

  useEffect(() => {
    const counter = asked;
    if (online) void reload();
    return () => { counter.current++; };
  }, [online, reload]);

  const waits = face !== null && isExpecting(face);
  useEffect(() => {
    if (!waits || !online) return;
    const timer = setInterval(() => { if (document.visibilityState === 'visible') void reload(); }, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [waits, online, reload]);

  // Phones keep the page for weeks: whoever takes it out again sees how it stands now.
  useEffect(() => {
    if (!online) return;
    const seen = (): void => { if (document.visibilityState === 'visible') void reload(); };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [online, reload]);

  return { face, fault, reload };
}

/** Something of it comes from a gate that has not said it yet. */
function isExpecting(face: OwnFace): boolean {
  if (face.state === 'enrolled') return face.views == null || face.gates.some((gate) => !gate.enrolled);
  return face.state === 'consented' || face.state === 'deleting';
}

/** `signed_out` when only a password helps. */
export function faultCode(error: unknown): string {
  if (!(error instanceof ApiFault)) return 'unexpected';
  return error.status === 401 ? 'signed_out' : error.code;
}

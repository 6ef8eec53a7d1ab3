import { HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { useEffect, useState } from 'react';
import { useStore } from 'react-redux';
import { API, refreshSession } from './baseQuery';
import { selectSession, type SessionState } from './session';
import type { EventView, GateView } from './studyspot';

/** `polling`: no live connection; pages ask every {@link POLL_MS} instead. */
export type LiveState = 'connecting' | 'live' | 'polling';

export const POLL_MS = 5_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

interface Listener {
  readonly onEvents: (events: readonly EventView[]) => void;
  readonly onGates: (gates: readonly GateView[]) => void;
  /** After every connect: what happened meanwhile has to be asked for. */
  readonly onConnected: () => void;
}

/** Keeps a connection to the live hub while the page is there, and says how it is. */
export function useLive(listener: Listener): LiveState {
  const store = useStore<{ session: SessionState }>();
  const [state, setState] = useState<LiveState>('connecting');

  useEffect(() => {
    let gone = false;
    let attempt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const connection = new HubConnectionBuilder()
      .withUrl(`${API}/live`, { accessTokenFactory: () => selectSession(store.getState()).accessToken ?? '' })
      .configureLogging(LogLevel.None)
      .build();
    connection.on('events', (events: readonly EventView[]) => listener.onEvents(events));
    connection.on('gates', (gates: readonly GateView[]) => listener.onGates(gates));

    const again = (): void => {
      if (gone) return;
      setState('polling');
      timer = setTimeout(() => void start(), RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]);
    };
    const start = async (): Promise<void> => {
      try {
        await connection.start();
      } catch (error) {
        // The token may have run out while the page was away; the next attempt takes the new one.
        if (error instanceof Error && error.message.includes('401')) await refreshSession(store);
        again();
        return;
      }
      if (gone) {
        await connection.stop();
        return;
      }
      attempt = 0;
      setState('live');
      listener.onConnected();
    };
    connection.onclose(again);
    void start();
    return () => {
      gone = true;
      clearTimeout(timer);
      if (connection.state === HubConnectionState.Connected) void connection.stop();
    };
  }, [store, listener]);

  return state;
}

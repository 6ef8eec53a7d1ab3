import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useDispatch } from 'react-redux';
import type { Action, ThunkAction, UnknownAction } from '@reduxjs/toolkit';
import { POLL_MS, type LiveState, useLive } from '../../api/live';
import { studyspot, useListEventsQuery, useReadOccupancyQuery, type EventView } from '../../api/studyspot';
import { type Filter, isRefused, isShown, mergeEvents } from './eventWords';

/** Enough for a busy morning; older rows are in the database, not in the page. */
const KEPT = 200;
const ASKED = 100;
const SHOWN = 90;
/** Also without any passage: visits are closed by rule, and an announcement can be missed. */
const OCCUPANCY_EVERY_MS = 30_000;

/** Who is inside is derived after the commit by another process, mostly within 300 ms; the later questions catch a busy one. */
const ASK_WHO_IS_INSIDE_AFTER_MS = [300, 800, 2_000, 8_000];

type Dispatch = (action: Action | ThunkAction<unknown, never, unknown, UnknownAction>) => unknown;

/** The feed of one hall: what the server knows, and what comes in live. */
export function useFeed(hallId: string, filter: Filter) {
  const dispatch = useDispatch() as Dispatch;
  const [pushed, setPushed] = useState<readonly EventView[]>([]);
  const questions = useRef(new Map<number, ReturnType<typeof setTimeout>>());

  useEffect(() => {
    const pending = questions.current;
    return () => { pending.forEach((timer) => { clearTimeout(timer); }); };
  }, []);

  // One question of each kind for a burst of passages: at opening time they come many a second.
  const occupancyChanged = useCallback(() => {
    for (const wait of ASK_WHO_IS_INSIDE_AFTER_MS) {
      if (questions.current.has(wait)) continue;
      questions.current.set(wait, setTimeout(() => {
        questions.current.delete(wait);
        dispatch(studyspot.util.invalidateTags(['Occupancy', 'Halls']));
      }, wait));
    }
  }, [dispatch]);

  const listener = useMemo(() => ({
    onEvents: (events: readonly EventView[]) => {
      setPushed((known) => mergeEvents(known, events, KEPT));
      if (events.some((event) => event.kind === 'passage' || event.kind === 'exit_button')) occupancyChanged();
    },
    onGates: (changed: readonly { gateId: string }[]) => {
      dispatch(studyspot.util.updateQueryData('listGates', undefined, (draft) => {
        for (const gate of changed) {
          const at = draft.items.findIndex(({ gateId }) => gateId === gate.gateId);
          if (at >= 0) Object.assign(draft.items[at] ?? {}, gate);
          else draft.items.push(gate as (typeof draft.items)[number]);
        }
      }) as never);
    },
    onConnected: () => { dispatch(studyspot.util.invalidateTags(['Events', 'Occupancy', 'Gates', 'Halls'])); },
  }), [dispatch, occupancyChanged]);

  const live: LiveState = useLive(listener);
  const poll = { pollingInterval: live === 'live' ? 0 : POLL_MS, skipPollingIfUnfocused: true, skip: hallId === '' };
  const recent = useListEventsQuery({ hallId, limit: ASKED }, poll);
  const denied = useListEventsQuery({ hallId, kind: 'decision', outcome: 'deny', limit: ASKED }, poll);
  const forStaff = useListEventsQuery({ hallId, kind: 'decision', outcome: 'needs_staff', limit: ASKED }, poll);
  const occupancy = useReadOccupancyQuery({ hallId }, { ...poll, pollingInterval: live === 'live' ? OCCUPANCY_EVERY_MS : POLL_MS });

  const own = useMemo(() => pushed.filter((event) => event.hallId === hallId), [pushed, hallId]);
  const events = useMemo(() => {
    const asked = filter === 'refused' ? [...(denied.data?.items ?? []), ...(forStaff.data?.items ?? [])] : (recent.data?.items ?? []);
    return mergeEvents(asked, own, KEPT).filter((event) => isShown(event, filter)).slice(0, SHOWN);
  }, [filter, recent.data, denied.data, forStaff.data, own]);

  const refused = useMemo(
    () => mergeEvents([...(denied.data?.items ?? []), ...(forStaff.data?.items ?? [])], own.filter(isRefused), 2 * ASKED + KEPT),
    [denied.data, forStaff.data, own],
  );

  return { live, events, refused, occupancy, query: filter === 'refused' ? denied : recent };
}

/** Counts the refusals of the last day; "100+" when the answer may have been cut. */
export function refusedOfDay(refused: readonly EventView[], now: number): string {
  const count = refused.filter((event) => now - Date.parse(event.at) < 24 * 3600_000).length;
  return count >= ASKED ? `${ASKED}+` : String(count);
}

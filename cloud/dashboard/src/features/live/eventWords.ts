import type { EventView } from '../../api/studyspot';
import { deskReason } from '../../reasons/desk.en';
import { enrolmentEnd } from '../../reasons/enrolment.en';
import { faultWords } from '../../ui/gateWords';
import { liveTexts as t } from './texts';

export type Tone = 'in' | 'out' | 'refused' | 'staff' | 'warning' | 'plain';
export type Filter = 'main' | 'refused' | 'all';

interface Words {
  readonly tone: Tone;
  readonly text: string;
  /** Why, and what to do; for refusals. */
  readonly more: string | null;
}

/** What a row of the feed says. */
export function eventWords(event: EventView): Words {
  const who = event.memberName ?? null;
  const exit = event.direction === 'exit';
  const how = event.byFace ? ` ${t.byFace}` : '';
  const plain = (text: string, tone: Tone = 'plain'): Words => ({ tone, text, more: null });
  switch (event.kind) {
    case 'passage': return plain(`${who ?? t.somebody} ${exit ? 'went out' : 'came in'}${how}`, exit ? 'out' : 'in');
    case 'decision': {
      const reason = deskReason(event.reason);
      if (event.outcome === 'allow') return plain(`${who ?? t.somebody} may ${exit ? 'leave' : 'enter'}`);
      const verb = event.outcome === 'needs_staff' ? 'Staff needed' : 'Refused';
      return { tone: event.outcome === 'needs_staff' ? 'staff' : 'refused', text: `${verb}: ${who ?? t.unknownPerson}. ${reason.short}`, more: reason.long };
    }
    case 'not_entered': return plain(`${who ?? t.somebody} was let in, but did not walk through`);
    case 'exit_button': return plain('Exit button pressed', 'out');
    case 'staff_release': return plain(`Staff opened the gate (${exit ? 'out' : 'in'})`, 'staff');
    case 'fire_open': return plain('Fire signal: the gate is open and stays open', 'warning');
    case 'fire_reset': return plain('Fire signal ended');
    case 'fault': return plain(event.part ? faultWords(event.part) : 'A part of the gate failed', 'warning');
    case 'fault_cleared': return plain(event.part ? `Over: ${faultWords(event.part)}` : 'The failed part works again');
    case 'started': return plain('The gate started');
    case 'roster_applied': return plain('New member list in use');
    case 'policy_applied': return plain('New rules in use');
    case 'face_enrolled': return plain(t.faceEnrolled(who ?? t.somebody));
    case 'face_not_enrolled': {
      const end = enrolmentEnd(event.enrolmentEnd);
      return { tone: 'staff', text: `${t.faceNotEnrolled(who ?? t.somebody)} ${end.short}`, more: end.long };
    }
    case 'face_key_destroyed': return plain(t.faceDestroyed(who ?? t.somebody));
    default: return plain(event.kind.replaceAll('_', ' '));
  }
}

const technical: ReadonlySet<string> = new Set(['started', 'roster_applied', 'policy_applied']);

export function isRefused(event: EventView): boolean {
  return event.kind === 'decision' && event.outcome !== 'allow';
}

/** An allowed decision is followed by its passage or by "not entered": the main view shows what came of it, once. */
export function isShown(event: EventView, filter: Filter): boolean {
  if (filter === 'all') return true;
  if (filter === 'refused') return isRefused(event);
  return !technical.has(event.kind) && (event.kind !== 'decision' || isRefused(event));
}

/** Newest first, each event once, at most `limit`. Live pushes and answers to questions overlap. */
export function mergeEvents(known: readonly EventView[], more: readonly EventView[], limit: number): EventView[] {
  const byId = new Map<string, EventView>();
  for (const event of [...more, ...known]) if (!byId.has(event.eventId)) byId.set(event.eventId, event);
  return [...byId.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.sequence - a.sequence).slice(0, limit);
}

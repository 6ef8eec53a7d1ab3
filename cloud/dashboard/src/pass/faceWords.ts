import type { OwnFace } from './api';
import type { FaceTexts } from './faceTexts';
import type { Language } from './texts';

const tag = (language: Language): string => (language === 'hi' ? 'hi-IN' : 'en-IN');

export const longDate = (at: string, language: Language): string => new Date(at).toLocaleDateString(tag(language), { dateStyle: 'long' });

export const dateAndTime = (at: string, language: Language): string =>
  new Date(at).toLocaleString(tag(language), { dateStyle: 'medium', timeStyle: 'short', hour12: false });

export const isInForce = (face: OwnFace): boolean => Boolean(face.consent && !face.consent.withdrawnAt);

/** Some gate both can and may. */
export const isOffered = (face: OwnFace): boolean => face.gates.some((gate) => gate.allowed);

/** How it stands, one sentence a line. A gate that has not answered is never counted as having deleted. */
export function faceLines(face: OwnFace, t: FaceTexts, language: Language): readonly string[] {
  return [...presentLines(face, t, language), ...deletionLines(face, t)];
}

function presentLines(face: OwnFace, t: FaceTexts, language: Language): string[] {
  const { consent } = face;
  const next = isOffered(face) ? [] : [t.closedNow];
  const tried = face.failedEnrolment ? [lastTry(face.failedEnrolment, t, language)] : [];
  if (face.state === 'enrolled' && face.enrolledAt) {
    const since = longDate(face.enrolledAt, language);
    return [
      face.views ? t.enrolledViews(since, face.views) : t.enrolled(since),
      t.gates(face.gates.filter((gate) => gate.enrolled).length, face.gates.length),
      ...(face.gates.some((gate) => gate.otherModels) ? [t.otherModels] : []),
      ...tried,
      ...next,
    ];
  }
  if (consent && !consent.withdrawnAt) {
    const on = longDate(consent.givenAt, language);
    return [consent.givenBy === 'guardian' ? t.guardianAgreed(on) : t.agreed(on), ...tried, ...(next.length > 0 ? next : [t.enrol])];
  }
  if (consent?.withdrawnAt) return [t.withdrawnOn(longDate(consent.withdrawnAt, language)), ...(face.deletions.length === 0 ? [t.nothingStored] : [])];
  return isOffered(face) ? [t.off] : [t.notOffered];
}

/** Why, so that the next try goes better; a newer gate may give a reason that has no words here. */
function lastTry({ at, end }: NonNullable<OwnFace['failedEnrolment']>, t: FaceTexts, language: Language): string {
  const known = t.ends[end as keyof FaceTexts['ends']] as string | undefined;
  return t.lastTry(dateAndTime(at, language), known ?? t.ends.other);
}

function deletionLines(face: OwnFace, t: FaceTexts): string[] {
  const lines: string[] = [];
  const under = face.deletions.filter((deletion) => deletion.gates.some((gate) => !gate.destroyedAt && !gate.retired));
  const last = under.length > 0 ? under.flatMap((deletion) => deletion.gates) : isInForce(face) ? [] : (face.deletions[0]?.gates ?? []);
  const done = last.filter((gate) => gate.destroyedAt).length;
  const retired = last.filter((gate) => !gate.destroyedAt && gate.retired).length;
  if (under.length > 0) lines.push(t.deleting(done, last.length - retired));
  else if (last.length > 0) lines.push(t.deleted(done));
  if (retired > 0) lines.push(t.retired(retired));
  return lines;
}

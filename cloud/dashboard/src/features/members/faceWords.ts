import type { FaceView } from '../../api/studyspot';
import { enrolmentEnd } from '../../reasons/enrolment.en';
import type { Times } from '../../ui/zone';
import { faceTexts as t } from './faceTexts';

/** One sentence on how it stands. */
export function stateWords(face: FaceView, times: Times): string {
  if (face.state === 'enrolled') {
    const missing = face.gates.filter((gate) => !gate.enrolled).map((gate) => gate.name);
    return t.enrolled(face.gates.length - missing.length, face.gates.length)
      + (face.enrolledAt ? t.enrolledSince(times.dateAndTime(face.enrolledAt), face.views) : '') + '.'
      + (missing.length > 0 ? t.notYetOn(missing.join(', ')) : '');
  }
  return t.states[face.state] ?? face.state;
}

/** Why the last enrolment failed, and what the desk can do. */
export function failureWords({ gateName, at, end }: NonNullable<FaceView['failedEnrolment']>, times: Times): string {
  const { short, long } = enrolmentEnd(end);
  return t.lastTry(gateName, times.dateAndTime(at), `${short} ${long}`);
}

/** One line for each gate that had to destroy a key, newest key first. A gate that has not answered is never shown as done. */
export function proofLines(face: FaceView, times: Times): readonly string[] {
  return face.deletions.flatMap((deletion) => deletion.gates.map((gate) => {
    if (gate.destroyedAt) return t.proof(gate.name, times.dateAndTime(gate.destroyedAt));
    return gate.retired ? t.retired(gate.name) : t.pending(gate.name);
  }));
}

import type { FaceView } from '../../api/studyspot';
import { dateAndTime } from '../../ui/time';
import { faceTexts as t } from './faceTexts';

/** One sentence on how it stands. */
export function stateWords(face: FaceView): string {
  if (face.state === 'enrolled') return t.enrolled(face.gates.filter((gate) => gate.enrolled).length, face.gates.length);
  return t.states[face.state] ?? face.state;
}

/** One line for each gate that had to destroy a key, newest key first. A gate that has not answered is never shown as done. */
export function proofLines(face: FaceView): readonly string[] {
  return face.deletions.flatMap((deletion) => deletion.gates.map((gate) => {
    if (gate.destroyedAt) return t.proof(gate.name, dateAndTime(gate.destroyedAt));
    return gate.retired ? t.retired(gate.name) : t.pending(gate.name);
  }));
}

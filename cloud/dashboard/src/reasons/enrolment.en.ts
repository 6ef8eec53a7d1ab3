interface EnrolmentEnd {
  /** A sentence for a list. */
  readonly short: string;
  /** What the desk can do. */
  readonly long: string;
}

/** How an enrolment ended without a face, in the desk's words; keys as gates send them (EnrolmentWords.cs). */
const ends: Readonly<Record<string, EnrolmentEnd>> = {
  timed_out: { short: 'Not finished in time.', long: 'Nobody came, or not all views could be taken within a minute and a half. Start it again when the member stands before the gate; good light from the front helps.' },
  not_live: { short: 'Not a live face.', long: 'The gate saw no depth: perhaps a picture. A member who stood there turns the head more slowly and further the next time.' },
  several_people: { short: 'Another face came in between.', long: 'Let one person alone stand before the camera, and start it again.' },
  duplicate: { short: 'The face is another member’s already.', long: 'Look who stood there. Somebody who has two memberships keeps one; a brother or sister goes on with the pass.' },
  no_consent: { short: 'The consent was withdrawn meanwhile.', long: 'Nothing was kept.' },
  fault: { short: 'The gate could not do it.', long: 'Its camera or its models do not work; the gate’s page says what is wrong.' },
};

/** Also for an end that only a newer gate knows. */
export function enrolmentEnd(end: string | null | undefined): EnrolmentEnd {
  return ends[end ?? ''] ?? { short: end ? `${end.replaceAll('_', ' ')}.` : '', long: 'Start it again, or go on with the pass.' };
}

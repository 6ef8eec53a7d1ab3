export const uiTexts = {
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  undo: 'Undo',
  loading: 'Loading…',
  loadMore: 'Show more',
  never: 'never',
  justNow: 'just now',
  now: 'now',
  error: 'This could not be loaded',
  allHalls: 'All halls',
  hall: 'Hall',
  chartAsTable: 'Show as a table',
  required: 'Please fill this in.',
  zone: (zone: string) => `Times are the hall’s: ${zone}.`,
};

const problems: Readonly<Record<string, string>> = {
  offline: 'The server does not answer. Check the connection; your work is not lost.',
  unauthenticated: 'You are not signed in any more.',
  forbidden: 'Your account may not do this. Ask the owner.',
  not_found: 'This is no longer here. Somebody may have removed it.',
  validation_failed: 'Please correct the marked fields.',
  too_many_requests: 'Too many requests. Wait a moment and try again.',
  internal_error: 'The server failed. Try again; if it goes on, tell whoever runs it.',
  unavailable: 'The server is busy or starting. Try again in a moment.',
  unexpected: 'Something unexpected happened. Try again.',
};

/** A sentence for a problem: ours, else the server's own. */
export function problemText(problem: { readonly code: string; readonly title: string | null }): string {
  return problems[problem.code] ?? problem.title ?? `Something went wrong (${problem.code}).`;
}

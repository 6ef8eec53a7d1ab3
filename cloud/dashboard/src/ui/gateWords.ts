const parts: Readonly<Record<string, string>> = {
  'reader:serial': 'Scanner does not answer',
  'reader:camera': 'Code camera does not answer',
  camera: 'Camera does not answer',
  storage: 'Storage cannot be written',
  turnstile: 'Turnstile does not work',
  clock: 'Clock is not sure',
  broker: 'No connection to the cloud',
};

/** A fault in plain words; a part this version does not know keeps its own name. */
export function faultWords(fault: string): string {
  return parts[fault] ?? parts[fault.split(':')[0] ?? ''] ?? `Fault: ${fault}`;
}

const states: Readonly<Record<string, string>> = {
  idle: 'Ready', authorised: 'Open for one person', fault: 'Fault: stays shut', fire: 'Fire: open', passed: 'Ready', timed_out: 'Ready',
};

export function stateWords(state: string | null | undefined): string {
  return state === null || state === undefined ? 'Unknown' : (states[state] ?? state);
}

export function clockWords(quality: string | null | undefined): string {
  return ({ synchronised: 'Right', holdover: 'Free-running', unknown: 'Not known' } as Record<string, string>)[quality ?? 'unknown'] ?? 'Not known';
}

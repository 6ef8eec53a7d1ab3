const parts: Readonly<Record<string, string>> = {
  'reader:serial': 'Scanner does not answer',
  'reader:keyboard': 'Scanner does not answer',
  'reader:camera': 'Code camera does not answer',
  camera: 'Camera does not answer',
  storage: 'Storage cannot be written',
  turnstile: 'Turnstile does not work',
  clock: 'Clock is not sure',
  broker: 'No connection to the cloud',
  'turnstile:tamper': 'The housing stands open',
  'health:temperature': 'Too hot',
  'health:under_voltage': 'Power supply too weak',
  'health:disk_space': 'Little room on its disk',
  'health:disk_wear': 'Memory card nearly worn out',
  'health:clock_error': 'Clock drifts',
  'health:frame_rate': 'Camera is slow',
  'health:frame_age': 'Camera pictures come late',
  'health:relay_cycles': 'Relay is due for replacement',
  'health:door_held_open': 'Door held open',
  'health:tailgating': 'Several people on one permission',
  'health:forced': 'Somebody passed without permission',
  'health:outbox_age': 'Events wait too long for the cloud',
  'health:roster_age': 'Member list grows old',
};

/** What to do about a measurement beyond its limit. The gate's own `doctor` says the same to an installer. */
const remedies: Readonly<Record<string, string>> = {
  'turnstile:tamper': 'Look at the gate and close its housing.',
  'health:temperature': 'Give the unit air and keep it out of the sun.',
  'health:under_voltage': 'Use the board’s own power supply and a short cable.',
  'health:disk_space': 'Have the installer free room on the disk or fit a larger one.',
  'health:disk_wear': 'Order a new card; have it replaced soon.',
  'health:clock_error': 'Check the gate’s network: it has not set its clock for hours.',
  'health:frame_rate': 'Check the light and the camera’s cable.',
  'health:frame_age': 'Check the camera’s cable, or its network.',
  'health:relay_cycles': 'Have the relay replaced and its count begun anew.',
  'health:door_held_open': 'See whether something keeps the door from closing.',
  'health:tailgating': 'See in the live feed who was let in, and who is inside.',
  'health:forced': 'Look at the gate: somebody went through without a code.',
  'health:outbox_age': 'Check the gate’s network. Nothing is lost meanwhile.',
  'health:roster_age': 'Check the gate’s network: soon it lets nobody in.',
};

/** One sentence, or nothing for a part whose fault says it all. */
export function faultRemedy(fault: string): string | undefined {
  return remedies[fault];
}

const measured: Readonly<Record<string, string>> = {
  'health:temperature': 'Temperature', 'health:disk_space': 'Free room', 'health:disk_wear': 'Card used up', 'health:clock_error': 'Clock off by at most',
  'health:frame_rate': 'Camera pictures', 'health:frame_age': 'Newest picture', 'health:relay_cycles': 'Relay cycles', 'health:outbox_age': 'Oldest event',
  'health:roster_age': 'Member list’s life used', 'health:door_held_open': 'Door open for', 'health:tailgating': 'Followed in, last 10 min', 'health:forced': 'Forced, last 10 min',
  'health:under_voltage': 'Supply alarms',
};

const units: Readonly<Record<string, string>> = { '1/s': 'a second' };

/** "Temperature" and "61.5 °C"; a measurement this version does not know keeps its own name. */
export function measurementWords({ name, value, unit }: { readonly name: string; readonly value: number; readonly unit: string }): { name: string; value: string } {
  return { name: measured[name] ?? name, value: `${value.toLocaleString('en-IN', { maximumFractionDigits: 1 })} ${units[unit] ?? unit}`.trim() };
}

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

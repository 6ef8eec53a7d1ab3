export const attendanceTexts = {
  title: 'Attendance',
  intro: 'Days are counted in the hall’s own time zone.',
  days: 'Days',
  lastDays: (days: number) => `Last ${days} days`,
  entries: 'Entries',
  members: 'Different members',
  refused: 'Refused',
  empty: 'No attendance yet',
  emptyTodo: 'When members walk through a gate, their days are counted here.',
  summary: (entries: number, days: number, best: string) => `${entries} entries in ${days} days${best === '' ? '' : `; the busiest day was ${best}`}.`,
};

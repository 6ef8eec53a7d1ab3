import type { AllowedHours, MemberView } from '../../api/studyspot';
import { membersTexts as t } from './texts';

/** A member as the form holds it: nothing is null while it is being typed. */
export interface Draft {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly validThrough: string;
  readonly halls: readonly string[];
  readonly hours: readonly AllowedHours[];
  readonly withLogin: boolean;
  readonly login: string;
  readonly password: string;
}

export type Faults = Partial<Record<'name' | 'phone' | 'email' | 'login' | 'password' | 'hours' | 'validThrough', string>>;

export const emptyDraft: Draft = { name: '', phone: '', email: '', validThrough: '', halls: [], hours: [], withLogin: false, login: '', password: '' };

export function draftOf(member: MemberView): Draft {
  return {
    ...emptyDraft, name: member.name, phone: member.phone ?? '', email: member.email ?? '', validThrough: member.validThrough ?? '',
    halls: member.halls, hours: member.hours,
  };
}

/** The same rules as the Api's, so that most mistakes are told before the request. */
export function faultsOf(draft: Draft): Faults {
  const faults: Faults = {};
  const phone = draft.phone.trim();
  const digits = phone.replace(/\D/g, '').length;
  if (draft.name.trim() === '') faults.name = t.faults.name;
  if (phone !== '' && (!/^\+?[0-9][0-9 ()-]*$/.test(phone) || digits < 6 || digits > 15)) faults.phone = t.faults.phone;
  if (draft.email.trim() !== '' && !/^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(draft.email.trim())) faults.email = t.faults.email;
  if (draft.hours.some(({ days, from, to }) => days === 0 || from === '' || to === '' || from === to)) faults.hours = t.faults.hours;
  if (draft.withLogin) {
    if (draft.password.length < 8) faults.password = t.faults.password;
    if ((draft.login.trim() || phone).length < 3) faults.login = t.faults.login;
  }
  return faults;
}

/** The parts that adding and changing have in common. */
export interface MemberFields {
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly validThrough: string | null;
  readonly halls: string[];
  readonly hours: AllowedHours[];
}

export function fieldsOf(draft: Draft): MemberFields {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    name: draft.name.trim(), phone: orNull(draft.phone), email: orNull(draft.email), validThrough: orNull(draft.validThrough),
    halls: [...draft.halls], hours: [...draft.hours],
  };
}

/** "Mon, Tue 06:00–14:00". */
export function hoursWords({ days, from, to }: AllowedHours): string {
  const names = t.weekdays.filter((_, bit) => (days >> bit) & 1);
  return `${names.length === 7 ? t.everyDay : names.join(', ')} ${from}–${to}`;
}

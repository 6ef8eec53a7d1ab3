import type { SerializedError } from '@reduxjs/toolkit';
import type { FetchBaseQueryError } from '@reduxjs/toolkit/query/react';

/** What went wrong, in a form that pages can speak about. */
export interface Problem {
  /** Stable code of the Api, or `offline`, or `unexpected`. */
  readonly code: string;
  /** The Api's own sentence, when there is one. */
  readonly title: string | null;
  /** Wrong fields by name, in lower camel case. */
  readonly fields: Readonly<Record<string, string>>;
  /** How long to wait, when the Api said so. */
  readonly retryAfterSeconds: number | null;
}

export function problemOf(error: FetchBaseQueryError | SerializedError | undefined): Problem | null {
  if (!error) return null;
  if (!('status' in error)) return { code: 'unexpected', title: null, fields: {}, retryAfterSeconds: null };
  if (error.status === 'FETCH_ERROR' || error.status === 'TIMEOUT_ERROR') return { code: 'offline', title: null, fields: {}, retryAfterSeconds: null };
  const body = (typeof error.data === 'object' && error.data !== null ? error.data : {}) as Record<string, unknown>;
  return {
    code: typeof body['code'] === 'string' ? body['code'] : 'unexpected',
    title: typeof body['title'] === 'string' ? body['title'] : null,
    fields: fieldsOf(body['errors']),
    retryAfterSeconds: typeof body['retryAfterSeconds'] === 'number' ? body['retryAfterSeconds'] : null,
  };
}

function fieldsOf(errors: unknown): Record<string, string> {
  if (typeof errors !== 'object' || errors === null) return {};
  const fields: Record<string, string> = {};
  for (const [name, messages] of Object.entries(errors)) {
    const first: unknown = Array.isArray(messages) ? messages[0] : messages;
    if (typeof first === 'string') fields[name.charAt(0).toLowerCase() + name.slice(1)] = first;
  }
  return fields;
}

import { baseApi } from './baseApi';
import type { SignedIn } from './session';

export interface Hall { hallId: string; name: string; zone: string; seats: number; inside: number; gateCount: number }
export interface Person { memberId: string; name: string; memberNumber: number; enteredAt: string }
export interface Hour { hour: string; entries: number; exits: number; peak: number }
export interface Occupancy { hallId: string; inside: number; seats: number; people: Person[]; byHour: Hour[] }
export interface GateRow {
  gateId: string; hallId: string; name: string; deviceId: string; online: boolean; lastSeenAt?: string | null; state?: string | null;
  faults: string[]; outboxRows?: number | null; outboxAgeSeconds?: number | null; rosterVersion?: number | null; rosterCurrent: boolean;
  rosterAgeSeconds?: number | null; clockQuality?: string | null; software?: string | null; retiredAt?: string | null; createdAt: string;
}
export interface PolicyDocument {
  rules?: string[]; codeLifetimeSeconds?: number; rosterMaxAgeSeconds?: number; freshCredentialMaxAgeSeconds?: number;
  passageTimeoutSeconds?: number; languages?: string[];
}
export interface GateCommandRow {
  commandId: string; kind: string; direction?: string | null; requestedAt: string; outcome?: string | null; explanation?: string | null; finishedAt?: string | null;
}
export interface GateStream { incarnation: string; through: number; highest: number; firstSeen: string; lastSeen: string }
export interface GateDetail extends GateRow { policy: { version: number; document: PolicyDocument }; commands: GateCommandRow[]; streams: GateStream[] }
export type Bundle = Record<string, unknown>;
export interface AllowedHours { days: number; from: string; to: string }
export interface Member {
  memberId: string; memberNumber: number; name: string; phone?: string | null; email?: string | null; status: string; validThrough?: string | null;
  halls: string[]; hours: AllowedHours[]; credentialCount: number; createdAt: string;
}
export interface CredentialRow { credentialId: string; deviceLabel?: string | null; notBefore: string; notAfter: string; revokedAt?: string | null; revokedReason?: string | null }
export interface MemberDetail extends Member { credentials: CredentialRow[]; login?: string | null }
export interface MemberFields { name: string; phone: string | null; email: string | null; validThrough: string | null; halls: string[]; hours: AllowedHours[] }
export interface NewMember extends MemberFields { login?: string; password?: string }
export interface Page<T> { items: T[]; nextCursor?: string | null }
export interface MemberFilter { search: string; status: string }
export interface EventRow {
  eventId: string; gateId: string; gateName: string; hallId: string; kind: string; at: string; receivedAt: string; direction?: string | null;
  memberId?: string | null; memberName?: string | null; outcome?: string | null; reason?: string | null; offline?: boolean | null;
  decisionId?: string | null; sequence: number;
}
export interface EventFilter { hallId?: string; gateId?: string; memberId?: string; kind?: string; outcome?: string; limit?: number }
export interface SessionRow { memberId: string; memberName: string; hallId: string; enteredAt: string; leftAt?: string | null; closedBy?: string | null; minutes?: number | null }
export interface Day { date: string; entries: number; members: number; refused: number }

interface Items<T> { items: T[] }

export const studyspot = baseApi.injectEndpoints({
  endpoints: (build) => ({
    signIn: build.mutation<SignedIn, { organisation: string; login: string; password: string }>({ query: (body) => ({ url: '/auth/sign-in', method: 'POST', body }) }),
    signOut: build.mutation<void, 'desk' | 'student'>({ query: (session) => ({ url: '/auth/sign-out', method: 'POST', params: { session } }) }),
    halls: build.query<Items<Hall>, void>({ query: () => '/halls', providesTags: ['Halls'] }),
    addHall: build.mutation<Hall, { name: string; zone: string; seats: number; forgottenExitHours: number }>({
      query: (body) => ({ url: '/halls', method: 'POST', body }), invalidatesTags: ['Halls'],
    }),
    occupancy: build.query<Occupancy, string>({ query: (hallId) => `/halls/${hallId}/occupancy`, providesTags: ['Occupancy'] }),
    gates: build.query<Items<GateRow>, void>({ query: () => '/gates', providesTags: ['Gates'] }),
    gate: build.query<GateDetail, string>({ query: (gateId) => `/gates/${gateId}`, providesTags: (_, __, id) => [{ type: 'Gate', id }] }),
    addGate: build.mutation<{ gate: GateRow; bundle: Bundle }, { hallId: string; name: string }>({
      query: (body) => ({ url: '/gates', method: 'POST', body }), invalidatesTags: ['Gates', 'Halls'],
    }),
    retireGate: build.mutation<void, string>({ query: (id) => ({ url: `/gates/${id}/retire`, method: 'POST' }), invalidatesTags: (_, __, id) => ['Gates', 'Halls', { type: 'Gate', id }] }),
    setPolicy: build.mutation<unknown, { gateId: string; policy: PolicyDocument }>({
      query: ({ gateId, policy }) => ({ url: `/gates/${gateId}/policy`, method: 'PUT', body: policy }), invalidatesTags: (_, __, { gateId }) => [{ type: 'Gate', id: gateId }],
    }),
    release: build.mutation<{ commandId: string }, { gateId: string; direction: string }>({
      query: ({ gateId, direction }) => ({ url: `/gates/${gateId}/release`, method: 'POST', body: { direction } }), invalidatesTags: (_, __, { gateId }) => [{ type: 'Gate', id: gateId }],
    }),
    members: build.infiniteQuery<Page<Member>, MemberFilter, string | null>({
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
      query: ({ queryArg: { search, status }, pageParam }) => ({ url: '/members', params: present({ search, status, cursor: pageParam, limit: 50 }) }),
      providesTags: ['Members'],
    }),
    member: build.query<MemberDetail, string>({ query: (id) => `/members/${id}`, providesTags: (_, __, id) => [{ type: 'Member', id }] }),
    addMember: build.mutation<Member, NewMember>({ query: (body) => ({ url: '/members', method: 'POST', body }), invalidatesTags: ['Members'] }),
    editMember: build.mutation<Member, { memberId: string; fields: MemberFields }>({
      query: ({ memberId, fields }) => ({ url: `/members/${memberId}`, method: 'PUT', body: fields }), invalidatesTags: (_, __, { memberId }) => ['Members', { type: 'Member', id: memberId }],
    }),
    changeStanding: build.mutation<Member, { memberId: string; to: 'suspend' | 'reinstate' | 'end' }>({
      query: ({ memberId, to }) => ({ url: `/members/${memberId}/${to}`, method: 'POST' }), invalidatesTags: (_, __, { memberId }) => ['Members', { type: 'Member', id: memberId }],
    }),
    setPassword: build.mutation<void, { memberId: string; password: string }>({
      query: ({ memberId, password }) => ({ url: `/members/${memberId}/password`, method: 'POST', body: { password } }), invalidatesTags: (_, __, { memberId }) => [{ type: 'Member', id: memberId }],
    }),
    revokeCredential: build.mutation<void, { memberId: string; credentialId: string; reason: string }>({
      query: ({ credentialId, reason }) => ({ url: `/credentials/${credentialId}/revoke`, method: 'POST', body: { reason } }),
      invalidatesTags: (_, __, { memberId }) => ['Members', { type: 'Member', id: memberId }],
    }),
    events: build.query<Page<EventRow>, EventFilter>({ query: (filter) => ({ url: '/events', params: present(filter) }), providesTags: ['Events'] }),
    sessions: build.query<Page<SessionRow>, { memberId: string; limit: number }>({ query: (params) => ({ url: '/sessions', params }), providesTags: ['Sessions'] }),
    attendance: build.query<Items<Day>, { hallId: string; days: number }>({ query: (filter) => ({ url: '/attendance/daily', params: present(filter) }), providesTags: ['Attendance'] }),
  }),
});

/** Only what was asked for goes into the address. */
function present(params: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

export const {
  useSignInMutation, useSignOutMutation, useHallsQuery, useAddHallMutation, useOccupancyQuery, useGatesQuery, useGateQuery, useAddGateMutation,
  useRetireGateMutation, useSetPolicyMutation, useReleaseMutation, useMembersInfiniteQuery, useMemberQuery, useAddMemberMutation, useEditMemberMutation,
  useChangeStandingMutation, useSetPasswordMutation, useRevokeCredentialMutation, useEventsQuery, useSessionsQuery, useAttendanceQuery,
} = studyspot;

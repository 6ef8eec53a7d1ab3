import { API } from './baseQuery';
import * as made from './generated';

export type {
  AllowedHours, AttendanceDay, CreateMemberRequest, GateClaimView, GateCommandView, GateStreamView, GateView, HallView, HealthMeasurement, MemberView, OccupancyView,
  PolicySettings, ProvisioningBundle, SessionView, EventView, FaceView,
} from './generated';
export type MemberCredential = made.MemberCredential;

// The document says of derived records that every inherited field may be missing; the Api always sends them.
export type GateDetail = made.GateView & Pick<made.GateDetail, 'policy' | 'commands' | 'streams'>;
export type MemberDetail = made.MemberView & Pick<made.MemberDetail, 'login' | 'credentials'>;

export interface MemberFilter { readonly search: string; readonly status: string }
export type Standing = 'suspend' | 'reinstate' | 'end';

/** The generated endpoints, told what of the cache each one fills and empties. */
const tagged = made.generatedApi.enhanceEndpoints({
  addTagTypes: ['Halls', 'Occupancy', 'Gates', 'Gate', 'Members', 'Member', 'Face', 'Events', 'Sessions', 'Attendance'],
  endpoints: {
    listHalls: { providesTags: ['Halls'] },
    createHall: { invalidatesTags: ['Halls'] },
    readOccupancy: { providesTags: ['Occupancy'] },
    listGates: { providesTags: ['Gates'] },
    readGate: { providesTags: (_, __, { gateId }) => [{ type: 'Gate', id: gateId }] },
    createGate: { invalidatesTags: ['Gates', 'Halls'] },
    retireGate: { invalidatesTags: (_, __, { gateId }) => ['Gates', 'Halls', { type: 'Gate', id: gateId }] },
    updatePolicy: { invalidatesTags: (_, __, { gateId }) => [{ type: 'Gate', id: gateId }] },
    releaseGate: { invalidatesTags: (_, __, { gateId }) => [{ type: 'Gate', id: gateId }] },
    readMember: { providesTags: (_, __, { memberId }) => [{ type: 'Member', id: memberId }] },
    createMember: { invalidatesTags: ['Members'] },
    updateMember: { invalidatesTags: (_, __, { memberId }) => ['Members', { type: 'Member', id: memberId }] },
    setPassword: { invalidatesTags: (_, __, { memberId }) => [{ type: 'Member', id: memberId }] },
    readMemberFace: { providesTags: ['Face'] },
    recordFaceConsent: { invalidatesTags: ['Face'] },
    withdrawFaceConsent: { invalidatesTags: ['Face'] },
    enrolFace: { invalidatesTags: ['Face', 'Gate'] },
    revokeCredential: { invalidatesTags: ['Members', 'Member'] },
    listEvents: { providesTags: ['Events'] },
    listSessions: { providesTags: ['Sessions'] },
    readDailyAttendance: { providesTags: ['Attendance'] },
  },
});

/** What the generator has no form for: pages that follow each other, and one step of three. */
export const studyspot = tagged.injectEndpoints({
  endpoints: (build) => ({
    members: build.infiniteQuery<made.PageOfMemberView, MemberFilter, string | null>({
      infiniteQueryOptions: { initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
      query: ({ queryArg: { search, status }, pageParam }) => ({
        url: `${API}/members`, params: { search: search || undefined, status: status || undefined, cursor: pageParam ?? undefined, limit: 50 },
      }),
      providesTags: ['Members'],
    }),
    changeStanding: build.mutation<made.MemberView, { memberId: string; to: Standing }>({
      query: ({ memberId, to }) => ({ url: `${API}/members/${memberId}/${to}`, method: 'POST' }),
      invalidatesTags: (_, __, { memberId }) => ['Members', { type: 'Member', id: memberId }],
    }),
  }),
});

export const {
  useSignInMutation, useSignOutMutation, useListHallsQuery, useCreateHallMutation, useReadOccupancyQuery, useListGatesQuery, useReadGateQuery,
  useCreateGateMutation, useRetireGateMutation, useUpdatePolicyMutation, useReleaseGateMutation, useMakeClaimCodeMutation, useMembersInfiniteQuery,
  useReadMemberQuery, useCreateMemberMutation, useUpdateMemberMutation, useChangeStandingMutation, useSetPasswordMutation, useRevokeCredentialMutation, useListEventsQuery,
  useListSessionsQuery, useReadDailyAttendanceQuery, useReadMemberFaceQuery, useReadFaceNoticeQuery, useRecordFaceConsentMutation,
  useWithdrawFaceConsentMutation, useEnrolFaceMutation,
} = studyspot;

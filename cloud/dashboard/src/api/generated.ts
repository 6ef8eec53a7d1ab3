/* Made by "npm run generate" from openapi.json. Do not edit. */
import { baseApi as api } from "./baseApi";
const injectedRtkApi = api.injectEndpoints({
  endpoints: (build) => ({
    signIn: build.mutation<SignInApiResponse, SignInApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/auth/sign-in`,
        method: "POST",
        body: queryArg.signInRequest,
      }),
    }),
    refreshSession: build.mutation<
      RefreshSessionApiResponse,
      RefreshSessionApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/auth/refresh`,
        method: "POST",
        params: {
          session: queryArg.session,
        },
      }),
    }),
    signOut: build.mutation<SignOutApiResponse, SignOutApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/auth/sign-out`,
        method: "POST",
        params: {
          session: queryArg.session,
        },
      }),
    }),
    readMe: build.query<ReadMeApiResponse, ReadMeApiArg>({
      query: () => ({ url: `/api/v1/me` }),
    }),
    readTime: build.query<ReadTimeApiResponse, ReadTimeApiArg>({
      query: () => ({ url: `/api/v1/time` }),
    }),
    readConfig: build.query<ReadConfigApiResponse, ReadConfigApiArg>({
      query: () => ({ url: `/api/v1/config` }),
    }),
    claimGate: build.mutation<ClaimGateApiResponse, ClaimGateApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/claims`,
        method: "POST",
        body: queryArg.claimGateRequest,
      }),
    }),
    readDailyAttendance: build.query<
      ReadDailyAttendanceApiResponse,
      ReadDailyAttendanceApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/attendance/daily`,
        params: {
          hallId: queryArg.hallId,
          days: queryArg.days,
        },
      }),
    }),
    issueCredential: build.mutation<
      IssueCredentialApiResponse,
      IssueCredentialApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/credentials`,
        method: "POST",
        body: queryArg.issueCredentialRequest,
      }),
    }),
    listOwnCredentials: build.query<
      ListOwnCredentialsApiResponse,
      ListOwnCredentialsApiArg
    >({
      query: () => ({ url: `/api/v1/credentials/mine` }),
    }),
    revokeCredential: build.mutation<
      RevokeCredentialApiResponse,
      RevokeCredentialApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/credentials/${queryArg.credentialId}/revoke`,
        method: "POST",
        body: queryArg.revokeCredentialRequest,
      }),
    }),
    listHalls: build.query<ListHallsApiResponse, ListHallsApiArg>({
      query: () => ({ url: `/api/v1/halls` }),
    }),
    createHall: build.mutation<CreateHallApiResponse, CreateHallApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/halls`,
        method: "POST",
        body: queryArg.createHallRequest,
      }),
    }),
    readOccupancy: build.query<ReadOccupancyApiResponse, ReadOccupancyApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/halls/${queryArg.hallId}/occupancy`,
      }),
    }),
    listMembers: build.query<ListMembersApiResponse, ListMembersApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/members`,
        params: {
          search: queryArg.search,
          status: queryArg.status,
          limit: queryArg.limit,
          cursor: queryArg.cursor,
        },
      }),
    }),
    createMember: build.mutation<CreateMemberApiResponse, CreateMemberApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/members`,
        method: "POST",
        body: queryArg.createMemberRequest,
      }),
    }),
    readMember: build.query<ReadMemberApiResponse, ReadMemberApiArg>({
      query: (queryArg) => ({ url: `/api/v1/members/${queryArg.memberId}` }),
    }),
    updateMember: build.mutation<UpdateMemberApiResponse, UpdateMemberApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}`,
        method: "PUT",
        body: queryArg.updateMemberRequest,
      }),
    }),
    suspendMember: build.mutation<
      SuspendMemberApiResponse,
      SuspendMemberApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}/suspend`,
        method: "POST",
      }),
    }),
    reinstateMember: build.mutation<
      ReinstateMemberApiResponse,
      ReinstateMemberApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}/reinstate`,
        method: "POST",
      }),
    }),
    endMember: build.mutation<EndMemberApiResponse, EndMemberApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}/end`,
        method: "POST",
      }),
    }),
    setPassword: build.mutation<SetPasswordApiResponse, SetPasswordApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}/password`,
        method: "POST",
        body: queryArg.setPasswordRequest,
      }),
    }),
    readFaceNotice: build.query<
      ReadFaceNoticeApiResponse,
      ReadFaceNoticeApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/faces/notice/${queryArg.language}`,
      }),
    }),
    readOwnFace: build.query<ReadOwnFaceApiResponse, ReadOwnFaceApiArg>({
      query: () => ({ url: `/api/v1/faces/mine` }),
    }),
    giveOwnFaceConsent: build.mutation<
      GiveOwnFaceConsentApiResponse,
      GiveOwnFaceConsentApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/faces/mine/consent`,
        method: "POST",
        body: queryArg.ownConsentRequest,
      }),
    }),
    withdrawOwnFaceConsent: build.mutation<
      WithdrawOwnFaceConsentApiResponse,
      WithdrawOwnFaceConsentApiArg
    >({
      query: () => ({ url: `/api/v1/faces/mine/withdraw`, method: "POST" }),
    }),
    readMemberFace: build.query<
      ReadMemberFaceApiResponse,
      ReadMemberFaceApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}/face`,
      }),
    }),
    recordFaceConsent: build.mutation<
      RecordFaceConsentApiResponse,
      RecordFaceConsentApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}/face/consent`,
        method: "POST",
        body: queryArg.recordConsentRequest,
      }),
    }),
    withdrawFaceConsent: build.mutation<
      WithdrawFaceConsentApiResponse,
      WithdrawFaceConsentApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}/face/withdraw`,
        method: "POST",
      }),
    }),
    enrolFace: build.mutation<EnrolFaceApiResponse, EnrolFaceApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/members/${queryArg.memberId}/face/enrol`,
        method: "POST",
        body: queryArg.enrolFaceRequest,
      }),
    }),
    listGates: build.query<ListGatesApiResponse, ListGatesApiArg>({
      query: () => ({ url: `/api/v1/gates` }),
    }),
    createGate: build.mutation<CreateGateApiResponse, CreateGateApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/gates`,
        method: "POST",
        body: queryArg.createGateRequest,
      }),
    }),
    readGate: build.query<ReadGateApiResponse, ReadGateApiArg>({
      query: (queryArg) => ({ url: `/api/v1/gates/${queryArg.gateId}` }),
    }),
    retireGate: build.mutation<RetireGateApiResponse, RetireGateApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/gates/${queryArg.gateId}/retire`,
        method: "POST",
      }),
    }),
    updatePolicy: build.mutation<UpdatePolicyApiResponse, UpdatePolicyApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/gates/${queryArg.gateId}/policy`,
        method: "PUT",
        body: queryArg.updatePolicyRequest,
      }),
    }),
    releaseGate: build.mutation<ReleaseGateApiResponse, ReleaseGateApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/gates/${queryArg.gateId}/release`,
        method: "POST",
        body: queryArg.releaseGateRequest,
      }),
    }),
    makeClaimCode: build.mutation<
      MakeClaimCodeApiResponse,
      MakeClaimCodeApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/gates/${queryArg.gateId}/claim-code`,
        method: "POST",
      }),
    }),
    listEvents: build.query<ListEventsApiResponse, ListEventsApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/events`,
        params: {
          HallId: queryArg.hallId,
          GateId: queryArg.gateId,
          MemberId: queryArg.memberId,
          Kind: queryArg.kind,
          Outcome: queryArg.outcome,
          From: queryArg["from"],
          To: queryArg.to,
          Limit: queryArg.limit,
          Cursor: queryArg.cursor,
        },
      }),
    }),
    readEvent: build.query<ReadEventApiResponse, ReadEventApiArg>({
      query: (queryArg) => ({ url: `/api/v1/events/${queryArg.eventId}` }),
    }),
    listSessions: build.query<ListSessionsApiResponse, ListSessionsApiArg>({
      query: (queryArg) => ({
        url: `/api/v1/sessions`,
        params: {
          HallId: queryArg.hallId,
          MemberId: queryArg.memberId,
          From: queryArg["from"],
          To: queryArg.to,
          Open: queryArg.open,
          limit: queryArg.limit,
          cursor: queryArg.cursor,
        },
      }),
    }),
    listOwnSessions: build.query<
      ListOwnSessionsApiResponse,
      ListOwnSessionsApiArg
    >({
      query: (queryArg) => ({
        url: `/api/v1/sessions/mine`,
        params: {
          limit: queryArg.limit,
          cursor: queryArg.cursor,
        },
      }),
    }),
  }),
  overrideExisting: false,
});
export { injectedRtkApi as generatedApi };
export type SignInApiResponse = /** status 200 OK */ SignedIn;
export type SignInApiArg = {
  signInRequest: SignInRequest;
};
export type RefreshSessionApiResponse = /** status 200 OK */ SignedIn;
export type RefreshSessionApiArg = {
  session?: string;
};
export type SignOutApiResponse = unknown;
export type SignOutApiArg = {
  session?: string;
};
export type ReadMeApiResponse = /** status 200 OK */ AccountView;
export type ReadMeApiArg = void;
export type ReadTimeApiResponse = /** status 200 OK */ TimeView;
export type ReadTimeApiArg = void;
export type ReadConfigApiResponse = /** status 200 OK */ ConfigView;
export type ReadConfigApiArg = void;
export type ClaimGateApiResponse = /** status 200 OK */ ProvisioningBundle;
export type ClaimGateApiArg = {
  claimGateRequest: ClaimGateRequest;
};
export type ReadDailyAttendanceApiResponse =
  /** status 200 OK */ ListingOfAttendanceDay;
export type ReadDailyAttendanceApiArg = {
  hallId?: string;
  days?: number;
};
export type IssueCredentialApiResponse =
  /** status 201 Created */ IssuedCredential;
export type IssueCredentialApiArg = {
  issueCredentialRequest: IssueCredentialRequest;
};
export type ListOwnCredentialsApiResponse = /** status 200 OK */ OwnCredentials;
export type ListOwnCredentialsApiArg = void;
export type RevokeCredentialApiResponse = unknown;
export type RevokeCredentialApiArg = {
  credentialId: string;
  revokeCredentialRequest: RevokeCredentialRequest;
};
export type ListHallsApiResponse = /** status 200 OK */ ListingOfHallView;
export type ListHallsApiArg = void;
export type CreateHallApiResponse = /** status 201 Created */ HallView;
export type CreateHallApiArg = {
  createHallRequest: CreateHallRequest;
};
export type ReadOccupancyApiResponse = /** status 200 OK */ OccupancyView;
export type ReadOccupancyApiArg = {
  hallId: string;
};
export type ListMembersApiResponse = /** status 200 OK */ PageOfMemberView;
export type ListMembersApiArg = {
  search?: string;
  status?: string;
  limit?: number;
  cursor?: string;
};
export type CreateMemberApiResponse = /** status 201 Created */ MemberView;
export type CreateMemberApiArg = {
  createMemberRequest: CreateMemberRequest;
};
export type ReadMemberApiResponse = /** status 200 OK */ MemberDetail;
export type ReadMemberApiArg = {
  memberId: string;
};
export type UpdateMemberApiResponse = /** status 200 OK */ MemberView;
export type UpdateMemberApiArg = {
  memberId: string;
  updateMemberRequest: UpdateMemberRequest;
};
export type SuspendMemberApiResponse = /** status 200 OK */ MemberView;
export type SuspendMemberApiArg = {
  memberId: string;
};
export type ReinstateMemberApiResponse = /** status 200 OK */ MemberView;
export type ReinstateMemberApiArg = {
  memberId: string;
};
export type EndMemberApiResponse = /** status 200 OK */ MemberView;
export type EndMemberApiArg = {
  memberId: string;
};
export type SetPasswordApiResponse = unknown;
export type SetPasswordApiArg = {
  memberId: string;
  setPasswordRequest: SetPasswordRequest;
};
export type ReadFaceNoticeApiResponse = /** status 200 OK */ NoticeView;
export type ReadFaceNoticeApiArg = {
  language: string;
};
export type ReadOwnFaceApiResponse = /** status 200 OK */ FaceView;
export type ReadOwnFaceApiArg = void;
export type GiveOwnFaceConsentApiResponse =
  /** status 200 OK */ ConsentAccepted;
export type GiveOwnFaceConsentApiArg = {
  ownConsentRequest: OwnConsentRequest;
};
export type WithdrawOwnFaceConsentApiResponse = unknown;
export type WithdrawOwnFaceConsentApiArg = void;
export type ReadMemberFaceApiResponse = /** status 200 OK */ FaceView;
export type ReadMemberFaceApiArg = {
  memberId: string;
};
export type RecordFaceConsentApiResponse = /** status 200 OK */ ConsentAccepted;
export type RecordFaceConsentApiArg = {
  memberId: string;
  recordConsentRequest: RecordConsentRequest;
};
export type WithdrawFaceConsentApiResponse = unknown;
export type WithdrawFaceConsentApiArg = {
  memberId: string;
};
export type EnrolFaceApiResponse = /** status 202 Accepted */ ReleaseAccepted;
export type EnrolFaceApiArg = {
  memberId: string;
  enrolFaceRequest: EnrolFaceRequest;
};
export type ListGatesApiResponse = /** status 200 OK */ ListingOfGateView;
export type ListGatesApiArg = void;
export type CreateGateApiResponse = /** status 201 Created */ CreatedGate;
export type CreateGateApiArg = {
  createGateRequest: CreateGateRequest;
};
export type ReadGateApiResponse = /** status 200 OK */ GateDetail;
export type ReadGateApiArg = {
  gateId: string;
};
export type RetireGateApiResponse = unknown;
export type RetireGateApiArg = {
  gateId: string;
};
export type UpdatePolicyApiResponse = /** status 200 OK */ PolicyView;
export type UpdatePolicyApiArg = {
  gateId: string;
  updatePolicyRequest: UpdatePolicyRequest;
};
export type ReleaseGateApiResponse = /** status 202 Accepted */ ReleaseAccepted;
export type ReleaseGateApiArg = {
  gateId: string;
  releaseGateRequest: ReleaseGateRequest;
};
export type MakeClaimCodeApiResponse = /** status 200 OK */ GateClaimView;
export type MakeClaimCodeApiArg = {
  gateId: string;
};
export type ListEventsApiResponse = /** status 200 OK */ PageOfEventView;
export type ListEventsApiArg = {
  hallId?: string;
  gateId?: string;
  memberId?: string;
  kind?: string;
  outcome?: string;
  /** Inclusive, by the gate's clock. */
  from?: string;
  /** Exclusive. */
  to?: string;
  limit?: number;
  cursor?: string;
};
export type ReadEventApiResponse = /** status 200 OK */ EventDetail;
export type ReadEventApiArg = {
  eventId: string;
};
export type ListSessionsApiResponse = /** status 200 OK */ PageOfSessionView;
export type ListSessionsApiArg = {
  hallId?: string;
  memberId?: string;
  /** Entered at or after. */
  from?: string;
  /** Entered before. */
  to?: string;
  /** True: still inside. False: ended. */
  open?: boolean;
  limit?: number;
  cursor?: string;
};
export type ListOwnSessionsApiResponse = /** status 200 OK */ PageOfSessionView;
export type ListOwnSessionsApiArg = {
  limit?: number;
  cursor?: string;
};
export type AccountView = {
  accountId: string;
  role: string;
  /** The member's name for a student, the login for others. */
  name: string;
  memberId: string | null;
  /** Slug of the tenant. */
  organisation: string;
  organisationName: string;
};
export type SignedIn = {
  accessToken: string;
  expiresInSeconds: number;
  account: AccountView;
};
export type ProblemDetails = {
  type?: string | null;
  title?: string | null;
  status?: number | null;
  detail?: string | null;
  instance?: string | null;
};
export type SignInRequest = {
  /** Slug of the tenant. */
  organisation: string;
  login: string;
  password: string;
};
export type TimeView = {
  now: string;
};
export type DemoView = {
  /** Where the simulated gate takes pictures and answers about its state. */
  gateControlUrl: string;
};
export type ConfigView = {
  demo: (null | null) | DemoView;
  version: string;
};
export type ProvisioningBundle = {
  tenantId: string;
  hallId: string;
  gateId: string;
  /** Also the MQTT client id, the user name and the common name of the certificate. */
  deviceId: string;
  brokerHost: string;
  brokerPort: number;
  caCertificatePem: string;
  certificatePem: string;
  privateKeyPem: string;
  /** Issuer keys trusted from the start. */
  issuerKeys: string[];
  /** For the installer's eyes only; null in bundles made before there was one. */
  hallName?: string | null;
  gateName?: string | null;
};
export type ClaimGateRequest = {
  /** The claim code, as people write it. */
  code: string;
  /** PKCS#10 request in PEM, of an ECDSA P-256 key that signed it. */
  csrPem: string;
};
export type AttendanceDay = {
  /** Local day of the hall. */
  date: string;
  entries: number;
  /** Different members who entered. */
  members: number;
  /** Decisions that did not allow. */
  refused: number;
};
export type ListingOfAttendanceDay = {
  items: AttendanceDay[];
};
export type IssuedCredential = {
  credentialId: string;
  /** Base64 of the credential (docs/pass-format.md). */
  document: string;
  notBefore: string;
  notAfter: string;
  serverTime: string;
};
export type IssueCredentialRequest = {
  /** Base64 of 32 bytes. */
  publicKey: string;
  /** 1, Ed25519. */
  suite: number;
  /** Base64 of the key's signature over ASCII `studyspot/enrol/1`, a zero byte, then the account's id in RFC 9562 byte order. */
  proof: string;
  deviceLabel?: string | null;
};
export type OwnCredential = {
  credentialId: string;
  deviceLabel: string | null;
  notBefore: string;
  notAfter: string;
  revokedAt: string | null;
  /** A word such as `replaced`, or what the desk wrote. */
  revokedReason: string | null;
};
export type OwnCredentials = {
  items: OwnCredential[];
  /** Lets the phone notice that its clock is wrong. */
  serverTime: string;
};
export type RevokeCredentialRequest = {
  /** Shown to the member. */
  reason: string;
};
export type HallView = {
  hallId: string;
  name: string;
  zone: string;
  seats: number;
  forgottenExitHours: number;
  /** Members who came in and have not left, without exits forgotten longer ago than the hall's rule. */
  inside: number;
  /** Gates that are not retired. */
  gateCount: number;
};
export type ListingOfHallView = {
  items: HallView[];
};
export type CreateHallRequest = {
  name: string;
  /** IANA name, such as Asia/Kolkata. */
  zone?: string;
  seats?: number;
  /** A session still open after so many hours is closed by rule, 1 to 48. */
  forgottenExitHours?: number;
};
export type PersonInside = {
  memberId: string;
  name: string;
  memberNumber: number;
  enteredAt: string;
};
export type HourCount = {
  /** Begin of an hour of the hall's local time. */
  hour: string;
  entries: number;
  exits: number;
  /** Most members inside at any moment of that hour. */
  peak: number;
};
export type OccupancyView = {
  hallId: string;
  inside: number;
  seats: number;
  /** At most 500, latest entry first. */
  people: PersonInside[];
  /** The last 24 hours of the hall's local time, oldest first. */
  byHour: HourCount[];
};
export type AllowedHours = {
  /** Bit 0 Monday … bit 6 Sunday. */
  days: number;
  /** HH:mm, inclusive. */
  from: string;
  /** HH:mm, exclusive; 24:00 is the end of the day. */
  to: string;
};
export type MemberView = {
  memberId: string;
  /** Counts from 1 within the tenant; what people say at the desk. */
  memberNumber: number;
  name: string;
  phone?: string | null;
  email?: string | null;
  /** active, suspended or ended. */
  status: string;
  /** Last paid day, inclusive; null means no end. */
  validThrough?: string | null;
  /** Empty means all halls. */
  halls: string[];
  /** Empty means always. */
  hours: AllowedHours[];
  /** Phones that can open a gate now. */
  credentialCount: number;
  createdAt: string;
};
export type PageOfMemberView = {
  items: MemberView[];
  /** Null on the last page. */
  nextCursor: string | null;
};
export type CreateMemberRequest = {
  name: string;
  phone?: string | null;
  email?: string | null;
  validThrough?: string | null;
  halls?: string[] | null;
  hours?: AllowedHours[] | null;
  /** The phone's digits unless told. */
  login?: string | null;
  password?: string | null;
};
export type MemberCredential = {
  credentialId: string;
  deviceLabel: string | null;
  notBefore: string;
  notAfter: string;
  revokedAt: string | null;
  revokedReason: string | null;
};
export type MemberDetail = {
  /** Null when the member cannot sign in. */
  login: string | null;
  /** Newest first. */
  credentials: MemberCredential[];
  memberId?: string;
  /** Counts from 1 within the tenant; what people say at the desk. */
  memberNumber?: number;
  name?: string;
  phone?: string | null;
  email?: string | null;
  /** active, suspended or ended. */
  status?: string;
  /** Last paid day, inclusive; null means no end. */
  validThrough?: string | null;
  /** Empty means all halls. */
  halls?: string[];
  /** Empty means always. */
  hours?: AllowedHours[];
  /** Phones that can open a gate now. */
  credentialCount?: number;
  createdAt?: string;
};
export type UpdateMemberRequest = {
  name: string;
  phone?: string | null;
  email?: string | null;
  validThrough?: string | null;
  halls?: string[] | null;
  hours?: AllowedHours[] | null;
};
export type SetPasswordRequest = {
  password: string;
};
export type NoticeView = {
  version: number;
  language: string;
  title: string;
  paragraphs: string[];
};
export type ConsentView = {
  consentId: string;
  noticeVersion: number;
  noticeLanguage: string;
  /** member or guardian. */
  givenBy: string;
  guardianName: string | null;
  givenAt: string;
  withdrawnAt: string | null;
};
export type FailedEnrolmentView = {
  gateName: string;
  /** By the gate's clock. */
  at: string;
  /** timed_out, not_live, several_people, duplicate, no_consent or fault; newer gates may say others. */
  end: string;
};
export type FaceGateView = {
  gateId: string;
  name: string;
  /** Its policy lets faces open it. */
  allowed: boolean;
  /** The gate has taken the face in. */
  enrolled: boolean;
  /** The gate compares with other models than the face was enrolled with: enrol again. */
  otherModels: boolean;
};
export type FaceProofView = {
  gateId: string;
  name: string;
  /** The gate was taken out of service without an answer: see that its card is destroyed. */
  retired: boolean;
  /** By the gate's clock; null while it has not answered. */
  destroyedAt: string | null;
  /** Base64, over what docs/face-data.md says, by SigningKey. */
  signature: string | null;
  signingKey: string | null;
};
export type FaceDeletionView = {
  keyId: string;
  askedAt: string;
  gates: FaceProofView[];
};
export type FaceView = {
  /** none, consented, enrolled, deleting (gates have not all confirmed) or deleted. */
  state: string;
  minor: boolean;
  consent?: (null | null) | ConsentView;
  enrolledAt?: string | null;
  /** Views of the face that were taken; null until the gate's event of it is here. */
  views?: number | null;
  modelSet?: string | null;
  failedEnrolment?: (null | null) | FailedEnrolmentView;
  /** Gates that recognise faces, and whether each has this one. */
  gates: FaceGateView[];
  /** Keys that were or are being destroyed, newest first. */
  deletions: FaceDeletionView[];
};
export type ConsentAccepted = {
  consentId: string;
};
export type OwnConsentRequest = {
  noticeVersion: number;
  language: string;
  /** The person says that they are 18 or older; without it a guardian decides at the desk. */
  adult: boolean;
};
export type RecordConsentRequest = {
  /** Of the notice the person read; an older one than the present is refused. */
  noticeVersion: number;
  language: string;
  /** Under 18: then a guardian is named. */
  minor: boolean;
  guardianName?: string | null;
};
export type ReleaseAccepted = {
  commandId: string;
};
export type EnrolFaceRequest = {
  /** The gate the member stands in front of. */
  gateId: string;
};
export type HealthMeasurement = {
  /** Stable, such as `health:temperature`; also the name of its fault. */
  name: string;
  value: number;
  /** For people; empty for a count. */
  unit: string;
  /** From where on it is a fault. */
  limit: number;
};
export type GateView = {
  gateId: string;
  hallId: string;
  name: string;
  deviceId: string;
  /** It says so itself, and said so lately. */
  online: boolean;
  lastSeenAt?: string | null;
  /** idle, authorised, fault or fire. */
  state?: string | null;
  faults: string[];
  /** Events the cloud has not acknowledged. */
  outboxRows?: number | null;
  outboxAgeSeconds?: number | null;
  rosterVersion?: number | null;
  /** The gate knows every member as the cloud does. */
  rosterCurrent: boolean;
  rosterAgeSeconds?: number | null;
  clockQuality?: string | null;
  software?: string | null;
  /** What the gate measured of itself; one outside its limit is also among the faults. */
  health: HealthMeasurement[];
  retiredAt?: string | null;
  createdAt: string;
};
export type ListingOfGateView = {
  items: GateView[];
};
export type GateClaimView = {
  /** Shown this once, as XXXXX-XXXXX. */
  code: string;
  expiresAt: string;
};
export type CreatedGate = {
  gate: GateView;
  bundle: ProvisioningBundle;
  claim: GateClaimView;
};
export type CreateGateRequest = {
  hallId: string;
  name: string;
};
export type PolicySettings = {
  rules: string[];
  codeLifetimeSeconds: number;
  rosterMaxAgeSeconds: number;
  freshCredentialMaxAgeSeconds: number;
  passageTimeoutSeconds: number;
  languages: string[];
  faceAllowed?: boolean;
};
export type PolicyView = {
  version: number;
  document: PolicySettings;
};
export type GateCommandView = {
  commandId: string;
  kind: string;
  direction: string | null;
  requestedAt: string;
  /** done, expired, refused or failed; null while the gate may still answer. */
  outcome: string | null;
  explanation: string | null;
  finishedAt: string | null;
};
export type GateStreamView = {
  incarnation: string;
  /** All up to here. */
  through: number;
  /** Some up to here. */
  highest: number;
  firstSeen: string;
  lastSeen: string;
};
export type GateDetail = {
  policy: PolicyView;
  /** The last 20, newest first. */
  commands: GateCommandView[];
  streams: GateStreamView[];
  gateId?: string;
  hallId?: string;
  name?: string;
  deviceId?: string;
  /** It says so itself, and said so lately. */
  online?: boolean;
  lastSeenAt?: string | null;
  /** idle, authorised, fault or fire. */
  state?: string | null;
  faults?: string[];
  /** Events the cloud has not acknowledged. */
  outboxRows?: number | null;
  outboxAgeSeconds?: number | null;
  rosterVersion?: number | null;
  /** The gate knows every member as the cloud does. */
  rosterCurrent?: boolean;
  rosterAgeSeconds?: number | null;
  clockQuality?: string | null;
  software?: string | null;
  /** What the gate measured of itself; one outside its limit is also among the faults. */
  health?: HealthMeasurement[];
  retiredAt?: string | null;
  createdAt?: string;
};
export type UpdatePolicyRequest = {
  rules?: string[] | null;
  codeLifetimeSeconds?: number | null;
  rosterMaxAgeSeconds?: number | null;
  freshCredentialMaxAgeSeconds?: number | null;
  passageTimeoutSeconds?: number | null;
  languages?: string[] | null;
  faceAllowed?: boolean | null;
};
export type ReleaseGateRequest = {
  /** entry or exit. */
  direction: string;
};
export type EventView = {
  eventId: string;
  gateId: string;
  gateName: string;
  hallId: string;
  kind: string;
  /** By the gate's clock. */
  at: string;
  receivedAt: string;
  direction?: string | null;
  memberId?: string | null;
  memberName?: string | null;
  outcome?: string | null;
  reason?: string | null;
  offline?: boolean | null;
  decisionId?: string | null;
  sequence: number;
  /** Of a fault and its end: the part of the gate, such as `camera`. Null for all others. */
  part?: string | null;
  /** Of a passage, or of nobody having gone through: the gate opened for a face; no code was shown. */
  byFace?: boolean;
  /** Of an enrolment without a face: timed_out, not_live, several_people, duplicate, no_consent or fault. Null for all others. */
  enrolmentEnd?: string | null;
};
export type PageOfEventView = {
  items: EventView[];
  /** Null on the last page. */
  nextCursor: string | null;
};
export type JsonElement = any;
export type RerunView = {
  outcome: string;
  reason: string;
  /** The answer is the one the gate gave. */
  same: boolean;
};
export type EventDetail = {
  detail: JsonElement;
  rerun: RerunView;
  eventId?: string;
  gateId?: string;
  gateName?: string;
  hallId?: string;
  kind?: string;
  /** By the gate's clock. */
  at?: string;
  receivedAt?: string;
  direction?: string | null;
  memberId?: string | null;
  memberName?: string | null;
  outcome?: string | null;
  reason?: string | null;
  offline?: boolean | null;
  decisionId?: string | null;
  sequence?: number;
  /** Of a fault and its end: the part of the gate, such as `camera`. Null for all others. */
  part?: string | null;
  /** Of a passage, or of nobody having gone through: the gate opened for a face; no code was shown. */
  byFace?: boolean;
  /** Of an enrolment without a face: timed_out, not_live, several_people, duplicate, no_consent or fault. Null for all others. */
  enrolmentEnd?: string | null;
};
export type SessionView = {
  memberId: string;
  memberName: string;
  hallId: string;
  enteredAt: string;
  leftAt: string | null;
  /** exit, next_entry or rule; null while the member is inside. */
  closedBy: string | null;
  /** Until now while the member is inside. */
  minutes: number;
};
export type PageOfSessionView = {
  items: SessionView[];
  /** Null on the last page. */
  nextCursor: string | null;
};
export const {
  useSignInMutation,
  useRefreshSessionMutation,
  useSignOutMutation,
  useReadMeQuery,
  useReadTimeQuery,
  useReadConfigQuery,
  useClaimGateMutation,
  useReadDailyAttendanceQuery,
  useIssueCredentialMutation,
  useListOwnCredentialsQuery,
  useRevokeCredentialMutation,
  useListHallsQuery,
  useCreateHallMutation,
  useReadOccupancyQuery,
  useListMembersQuery,
  useCreateMemberMutation,
  useReadMemberQuery,
  useUpdateMemberMutation,
  useSuspendMemberMutation,
  useReinstateMemberMutation,
  useEndMemberMutation,
  useSetPasswordMutation,
  useReadFaceNoticeQuery,
  useReadOwnFaceQuery,
  useGiveOwnFaceConsentMutation,
  useWithdrawOwnFaceConsentMutation,
  useReadMemberFaceQuery,
  useRecordFaceConsentMutation,
  useWithdrawFaceConsentMutation,
  useEnrolFaceMutation,
  useListGatesQuery,
  useCreateGateMutation,
  useReadGateQuery,
  useRetireGateMutation,
  useUpdatePolicyMutation,
  useReleaseGateMutation,
  useMakeClaimCodeMutation,
  useListEventsQuery,
  useReadEventQuery,
  useListSessionsQuery,
  useListOwnSessionsQuery,
} = injectedRtkApi;

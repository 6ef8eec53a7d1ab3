-- Tables of the main job. Run as studyspot_owner. Roles exist before (see Roles.sql).
-- Every tenant table: tenant_id leads every key and index, row-level security enabled and forced (done for all at the end).

-- Directories: which tenant a slug or a device belongs to. No personal data; they are read before a tenant is known.
create table tenant_directory (
    slug        text primary key check (slug ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'),
    tenant_id   uuid not null unique
);

create table device_directory (
    device_id   text primary key,
    tenant_id   uuid not null,
    gate_id     uuid not null unique,
    hall_id     uuid not null,
    retired_at  timestamptz
);

-- Messages that could not be taken in, with the reason. Outside tenants: the tenant may be what is wrong.
create table set_aside_message (
    set_aside_id  uuid primary key,
    received_at   timestamptz not null,
    topic         text not null,
    reason        text not null,
    payload       bytea not null
);

create table tenant (
    tenant_id       uuid primary key,
    name            text not null check (length(name) between 1 and 200),
    created_at      timestamptz not null,
    roster_version  bigint not null default 1
);

create table hall (
    tenant_id   uuid not null references tenant,
    hall_id     uuid not null,
    name        text not null check (length(name) between 1 and 200),
    zone        text not null default 'Asia/Kolkata',
    seats       int not null default 0 check (seats between 0 and 100000),
    -- A session still open this long after its entry is closed by rule.
    forgotten_exit_hours int not null default 14 check (forgotten_exit_hours between 1 and 48),
    created_at  timestamptz not null,
    primary key (tenant_id, hall_id)
);

create table gate (
    tenant_id        uuid not null,
    gate_id          uuid not null,
    hall_id          uuid not null,
    device_id        text not null,
    name             text not null check (length(name) between 1 and 200),
    created_at       timestamptz not null,
    retired_at       timestamptz,
    certificate_serial text,
    policy_version   bigint not null default 1,
    -- Last GateStatus as received, and when by the cloud's clock.
    status           jsonb,
    status_at        timestamptz,
    primary key (tenant_id, gate_id),
    foreign key (tenant_id, hall_id) references hall (tenant_id, hall_id)
);
create index gate_by_hall on gate (tenant_id, hall_id);

create table gate_policy (
    tenant_id   uuid not null,
    gate_id     uuid not null,
    version     bigint not null,
    document    jsonb not null,
    created_at  timestamptz not null,
    primary key (tenant_id, gate_id, version),
    foreign key (tenant_id, gate_id) references gate (tenant_id, gate_id)
);

-- How far the cloud holds each gate's events: all up to "through", those in "ahead" beyond it; "highest" is the last one
-- seen. Written in the transaction that stores the events, under the row's lock: this row, not a scan of the event table,
-- answers what is held. A sequence whose event could not be stored and was set aside counts as held.
create table gate_stream (
    tenant_id    uuid not null,
    gate_id      uuid not null,
    incarnation  uuid not null,
    through      bigint not null default 0,
    highest      bigint not null default 0,
    ahead        int8multirange not null default '{}',
    first_seen   timestamptz not null,
    last_seen    timestamptz not null,
    primary key (tenant_id, gate_id, incarnation)
);

create table gate_command (
    tenant_id     uuid not null,
    command_id    uuid not null,
    gate_id       uuid not null,
    kind          text not null,
    direction     text,
    requested_by  uuid not null,
    requested_at  timestamptz not null,
    expires_at    timestamptz not null,
    outcome       text,
    explanation   text,
    finished_at   timestamptz,
    primary key (tenant_id, command_id),
    foreign key (tenant_id, gate_id) references gate (tenant_id, gate_id)
);
create index gate_command_by_gate on gate_command (tenant_id, gate_id, requested_at desc);

create table member (
    tenant_id      uuid not null references tenant,
    member_id      uuid not null,
    member_number  int not null,
    name           text not null check (length(name) between 1 and 200),
    phone          text check (length(phone) <= 20),
    email          text check (length(email) <= 254),
    status         text not null check (status in ('active', 'suspended', 'ended')),
    valid_through  date,
    halls          uuid[] not null default '{}',
    hours          jsonb not null default '[]',
    created_at     timestamptz not null,
    -- The tenant's roster version in which this member's standing last changed.
    roster_version bigint not null,
    primary key (tenant_id, member_id)
);
create unique index member_by_number on member (tenant_id, member_number);
create index member_by_name on member (tenant_id, lower(name), member_id);
create index member_by_roster on member (tenant_id, roster_version);

-- A person who signs in. A student's account names its member.
create table account (
    tenant_id      uuid not null references tenant,
    account_id     uuid not null,
    login          text not null check (login = lower(login) and length(login) between 3 and 254),
    password_hash  text not null,
    role           text not null check (role in ('owner', 'staff', 'student')),
    member_id      uuid,
    created_at     timestamptz not null,
    disabled_at    timestamptz,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, member_id) references member (tenant_id, member_id),
    check ((role = 'student') = (member_id is not null))
);
create unique index account_by_login on account (tenant_id, login);

create table refresh_token (
    tenant_id   uuid not null,
    token_hash  bytea not null,
    family_id   uuid not null,
    account_id  uuid not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    revoked_at  timestamptz,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, account_id) references account (tenant_id, account_id)
);
create index refresh_token_by_family on refresh_token (tenant_id, family_id);

-- Ed25519 keys that sign credentials, rosters, policies and commands. The private key is sealed under the cloud's master key.
create table issuer_key (
    tenant_id           uuid not null references tenant,
    key_id              text not null,
    public_key          bytea not null,
    sealed_private_key  bytea not null,
    created_at          timestamptz not null,
    retired_at          timestamptz,
    primary key (tenant_id, key_id)
);

create table credential (
    tenant_id       uuid not null,
    credential_id   uuid not null,
    member_id       uuid not null,
    suite           smallint not null,
    public_key      bytea not null,
    document        bytea not null,
    device_label    text check (length(device_label) <= 100),
    not_before      timestamptz not null,
    not_after       timestamptz not null,
    revoked_at      timestamptz,
    revoked_reason  text,
    roster_version  bigint not null,
    primary key (tenant_id, credential_id),
    foreign key (tenant_id, member_id) references member (tenant_id, member_id)
);
create index credential_by_member on credential (tenant_id, member_id);
create index credential_by_roster on credential (tenant_id, roster_version);

-- What happened at gates. Immutable. Partitioned by month of the gate's time; strange clocks land in the default partition.
-- occurred_at is part of the key because PostgreSQL wants the partition key there; it cannot differ between two copies of one event.
create table event (
    tenant_id       uuid not null,
    gate_id         uuid not null,
    incarnation     uuid not null,
    sequence        bigint not null,
    occurred_at     timestamptz not null,
    event_id        uuid not null,
    hall_id         uuid not null,
    kind            text not null,
    received_at     timestamptz not null,
    boot_id         uuid not null,
    monotonic_ms    bigint not null,
    clock_quality   text not null,
    direction       text,
    member_id       uuid,
    credential_id   uuid,
    outcome         text,
    reason          text,
    rule_id         text,
    roster_version  bigint,
    policy_version  bigint,
    offline         boolean,
    decision_id     uuid,
    detail          jsonb,
    primary key (tenant_id, gate_id, incarnation, sequence, occurred_at)
) partition by range (occurred_at);
-- Ascending, though lists are newest first: read backwards they are as quick, and new rows go to the right-most leaf.
create index event_by_time on event (tenant_id, occurred_at, event_id);
create index event_by_member on event (tenant_id, member_id, occurred_at) where member_id is not null;
create table event_default partition of event default;

-- Derived from passages; may be dropped and derived again at any time with the same result.
create table session (
    tenant_id       uuid not null,
    member_id       uuid not null,
    hall_id         uuid not null,
    entered_at      timestamptz not null,
    entry_event_id  uuid not null,
    left_at         timestamptz,
    exit_event_id   uuid,
    -- exit: the member left; next_entry: came in again without leaving; rule: closed after forgotten_exit_hours.
    closed_by       text check (closed_by in ('exit', 'next_entry', 'rule')),
    primary key (tenant_id, member_id, entered_at, entry_event_id)
);
create index session_by_hall on session (tenant_id, hall_id, entered_at desc);
create index session_open on session (tenant_id, hall_id) where left_at is null;

-- Members whose sessions must be derived again because passages arrived; since is the earliest of them.
create table session_stale (
    tenant_id  uuid not null,
    member_id  uuid not null,
    since      timestamptz not null,
    primary key (tenant_id, member_id)
);

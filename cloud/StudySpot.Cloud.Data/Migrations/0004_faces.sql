-- Faces (docs/faces.md). The cloud keeps who consented, and relays ciphertext: no key that opens it is ever here.
-- A column or table of another kind would break the promise of docs/decisions/0004; FaceSecrecyTests looks at all of them.

alter table tenant add column face_version bigint not null default 0;
alter table member add column minor boolean not null default false;

-- Kept after a withdrawal: the burden of proof is ours (DPDP Act 2023, s. 6(10)).
create table face_consent (
    tenant_id        uuid not null,
    consent_id       uuid not null,
    member_id        uuid not null,
    notice_version   int not null,
    notice_language  text not null,
    -- Of the text that was shown.
    notice_sha256    bytea not null check (length(notice_sha256) = 32),
    given_by         text not null check (given_by in ('member', 'guardian')),
    guardian_name    text check (length(guardian_name) between 1 and 200),
    given_at         timestamptz not null,
    -- The account it was given through: the student's own, or the desk's.
    recorded_by      uuid not null,
    withdrawn_at     timestamptz,
    withdrawn_by     uuid,
    primary key (tenant_id, consent_id),
    foreign key (tenant_id, member_id) references member (tenant_id, member_id),
    check ((given_by = 'guardian') = (guardian_name is not null))
);
create unique index face_consent_in_force on face_consent (tenant_id, member_id) where withdrawn_at is null;
create index face_consent_by_member on face_consent (tenant_id, member_id, given_at desc);

-- A gate's public keys, as it said with its last sync.
create table face_gate (
    tenant_id        uuid not null,
    gate_id          uuid not null,
    encryption_key   bytea not null check (length(encryption_key) = 32),
    signing_key      bytea not null check (length(signing_key) = 32),
    model_set        text not null check (length(model_set) <= 200),
    applied_version  bigint not null,
    enrolled         int not null,
    seen_at          timestamptz not null,
    primary key (tenant_id, gate_id),
    foreign key (tenant_id, gate_id) references gate (tenant_id, gate_id)
);

create table face_template (
    tenant_id     uuid not null,
    key_id        uuid not null,
    member_id     uuid not null,
    consent_id    uuid not null,
    -- Where it was enrolled.
    gate_id       uuid not null,
    model_set     text not null check (length(model_set) <= 200),
    enrolled_at   timestamptz not null,
    ciphertext    bytea check (length(ciphertext) between 1 and 65536),
    -- The tenant's face version in which it came or went.
    version       bigint not null,
    destroyed_at  timestamptz,
    primary key (tenant_id, key_id),
    foreign key (tenant_id, member_id) references member (tenant_id, member_id),
    check ((ciphertext is null) = (destroyed_at is not null))
);
create unique index face_template_of_member on face_template (tenant_id, member_id) where destroyed_at is null;
create index face_template_by_version on face_template (tenant_id, version);

-- A member's key in a box that one gate alone can open.
create table face_sealed_key (
    tenant_id  uuid not null,
    key_id     uuid not null,
    gate_id    uuid not null,
    box        bytea not null check (length(box) = 80),
    version    bigint not null,
    primary key (tenant_id, key_id, gate_id),
    foreign key (tenant_id, key_id) references face_template (tenant_id, key_id)
);
create index face_sealed_key_by_gate on face_sealed_key (tenant_id, gate_id, version);

-- What gates say about destroyed keys; without destroyed_at the gate has not answered yet.
create table face_key_proof (
    tenant_id     uuid not null,
    key_id        uuid not null,
    gate_id       uuid not null,
    asked_at      timestamptz not null,
    destroyed_at  timestamptz,
    signature     bytea check (length(signature) = 64),
    signing_key   bytea check (length(signing_key) = 32),
    received_at   timestamptz,
    primary key (tenant_id, key_id, gate_id),
    foreign key (tenant_id, key_id) references face_template (tenant_id, key_id),
    check ((destroyed_at is null) = (signature is null) and (signature is null) = (signing_key is null))
);

select protect_tenant_tables();

grant select, insert, update (withdrawn_at, withdrawn_by) on face_consent to studyspot_app;
grant select, insert, update on face_gate to studyspot_app;
grant select, insert, update (ciphertext, version, destroyed_at) on face_template to studyspot_app;
grant select, insert, delete on face_sealed_key to studyspot_app;
grant select, insert, update (destroyed_at, signature, signing_key, received_at) on face_key_proof to studyspot_app;

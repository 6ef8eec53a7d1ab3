-- What replaced a refresh token: an answer lost on the way to the phone may be asked for once more.
alter table refresh_token add column replaced_by bytea;
create index refresh_token_by_account on refresh_token (tenant_id, account_id);

-- Attempts to sign in, per login and per address. Outside tenants: the organisation may be unknown. Keys are hashes.
create table sign_in_attempt (
    counter_key  bytea primary key,
    attempts     int not null,
    window_ends  timestamptz not null
);
create index sign_in_attempt_by_end on sign_in_attempt (window_ends);
grant select, insert, update, delete on sign_in_attempt to studyspot_app;

-- The dashboard's list of sessions over all halls.
create index session_by_time on session (tenant_id, entered_at desc, entry_event_id desc);

-- Run once per cluster and database by a superuser, before the first migration. Harmless when run again.
-- Passwords are set apart from this (Migrator.EnsureRolesAsync, or \password in psql).
--   studyspot_owner   owns the schema and runs migrations; no process serves requests as this role
--   studyspot_app     the Api
--   studyspot_ingest  Ingest
-- None is a superuser and none bypasses row-level security; app and ingest own nothing.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['studyspot_owner', 'studyspot_app', 'studyspot_ingest'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I', wanted);
        end if;
        execute format('alter role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit', wanted);
    end loop;
    execute format('alter database %I owner to studyspot_owner', current_database());
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to studyspot_app, studyspot_ingest', current_database());
    -- Ingest copies into a temporary staging table: COPY FROM refuses tables with row-level security.
    execute format('grant temporary on database %I to studyspot_ingest', current_database());
end
$$;
alter schema public owner to studyspot_owner;
revoke all on schema public from public;
grant usage on schema public to studyspot_app, studyspot_ingest;

-- Who may do what, and the wall between tenants. A role that gets no line here can do nothing.

-- The tenant of this transaction; null outside a tenant session, and then no row is visible and none can be written.
-- Written as a scalar sub-select in the policies so that it is worked out once a query, not once a row.
create function protect_tenant_table(target regclass) returns void
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    if not exists (select from pg_policy where polrelid = target and polname = 'tenant_isolation') then
        execute format($policy$
            create policy tenant_isolation on %s for all to public
            using (tenant_id = (select nullif(current_setting('studyspot.tenant', true), '')::uuid))
            with check (tenant_id = (select nullif(current_setting('studyspot.tenant', true), '')::uuid))
            $policy$, target);
    end if;
end
$$;
revoke all on function protect_tenant_table(regclass) from public;

-- Protects every table that has a tenant_id, except the directories, which are read before a tenant is known.
-- Each migration that creates a tenant table ends with: select protect_tenant_tables();
create function protect_tenant_tables() returns void
language plpgsql as $$
declare
    target regclass;
begin
    for target in
        select c.oid::regclass
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and c.relname not in ('tenant_directory', 'device_directory')
    loop
        perform protect_tenant_table(target);
    end loop;
end
$$;
revoke all on function protect_tenant_tables() from public;

-- Creates the monthly partitions of event from the month of p_from on, protected from their first moment. Callable by
-- Ingest, which does not own the table: hence security definer, with a fixed search path. Rows of that month that already
-- lie in the default partition are moved; a month whose rows cannot be moved stays there, which is slower, not wrong.
create function ensure_event_partitions(p_from date, p_months int) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    first_day  date;
    next_day   date;
    partition  text;
    tenant     uuid;
    created    int := 0;
begin
    if p_months not between 1 and 36 or p_from not between date '2020-01-01' and date '2100-01-01' then
        raise exception 'ensure_event_partitions: % months from % is out of bounds', p_months, p_from;
    end if;
    perform pg_advisory_xact_lock(hashtext('studyspot.event_partitions'));
    for i in 0 .. p_months - 1 loop
        first_day := (date_trunc('month', p_from) + make_interval(months => i))::date;
        next_day := (first_day + interval '1 month')::date;
        partition := 'event_' || to_char(first_day, 'YYYY_MM');
        continue when to_regclass('public.' || partition) is not null;
        begin
            execute format('create table public.%I (like public.event including defaults including constraints)', partition);
            perform public.protect_tenant_table(format('public.%I', partition)::regclass);
            -- The owner is under the policies too (forced), so rows are moved one tenant at a time.
            for tenant in select d.tenant_id from public.tenant_directory d loop
                perform set_config('studyspot.tenant', tenant::text, true);
                execute format(
                    'with moved as (delete from public.event_default where occurred_at >= %L and occurred_at < %L returning *) '
                    'insert into public.%I select * from moved',
                    first_day::text || ' 00:00:00+00', next_day::text || ' 00:00:00+00', partition);
            end loop;
            perform set_config('studyspot.tenant', '', true);
            execute format('alter table public.event attach partition public.%I for values from (%L) to (%L)',
                partition, first_day::text || ' 00:00:00+00', next_day::text || ' 00:00:00+00');
            created := created + 1;
        exception when check_violation then
            raise warning 'event partition % was not created: the default partition keeps rows of that month', partition;
        end;
    end loop;
    return created;
end
$$;
revoke all on function ensure_event_partitions(date, int) from public;
grant execute on function ensure_event_partitions(date, int) to studyspot_ingest;

select ensure_event_partitions((now() - interval '2 months')::date, 6);
select protect_tenant_tables();

-- The Api.
grant select, insert on tenant_directory to studyspot_app;
grant select, insert, update (retired_at) on device_directory to studyspot_app;
grant select, insert, update on tenant to studyspot_app;
grant select, insert, update on hall to studyspot_app;
grant select, insert, update on gate to studyspot_app;
grant select, insert on gate_policy to studyspot_app;
grant select on gate_stream to studyspot_app;
grant select, insert, update (outcome, explanation, finished_at) on gate_command to studyspot_app;
grant select, insert, update on member to studyspot_app;
grant select, insert, update on account to studyspot_app;
grant select, insert, update, delete on refresh_token to studyspot_app;
grant select, insert, update on issuer_key to studyspot_app;
grant select, insert, update on credential to studyspot_app;
grant select on event to studyspot_app;
grant select on session to studyspot_app;

-- Ingest. Rows of what happened are never changed: no update, no delete on event.
grant select on tenant_directory to studyspot_ingest;
grant select on device_directory to studyspot_ingest;
grant select, insert on set_aside_message to studyspot_ingest;
grant select on hall to studyspot_ingest;
grant select, update (status, status_at) on gate to studyspot_ingest;
grant select, update (outcome, explanation, finished_at) on gate_command to studyspot_ingest;
grant select, insert, update on gate_stream to studyspot_ingest;
grant select, insert on event to studyspot_ingest;
grant select, insert, update, delete on session to studyspot_ingest;
grant select, insert, update, delete on session_stale to studyspot_ingest;

-- A gate's claim code: an installer types it in place of copying a file (docs/gate-command.md). The code itself is nowhere; its hash is
-- keyed with a key that is not in the database, because 50 bits alone could be tried out by whoever reads a backup.

-- One for each gate: the last code given out, and what became of it.
create table gate_claim (
    tenant_id   uuid not null,
    gate_id     uuid not null,
    code_hash   bytea not null check (length(code_hash) = 32),
    issued_by   uuid not null,
    issued_at   timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    primary key (tenant_id, gate_id),
    foreign key (tenant_id, gate_id) references gate (tenant_id, gate_id)
);

-- A directory: which gate a code in force is for. Read before a tenant is known, since a device that has only its code knows none.
create table claim_directory (
    code_hash   bytea primary key check (length(code_hash) = 32),
    tenant_id   uuid not null,
    gate_id     uuid not null unique,
    expires_at  timestamptz not null
);

-- As in 0002, with the new directory in the list.
create or replace function protect_tenant_tables() returns void
language plpgsql as $$
declare
    target regclass;
begin
    for target in
        select c.oid::regclass
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and c.relname not in ('tenant_directory', 'device_directory', 'claim_directory')
    loop
        perform protect_tenant_table(target);
    end loop;
end
$$;

select protect_tenant_tables();

grant select, insert, update on gate_claim to studyspot_app;
grant select, insert, delete on claim_directory to studyspot_app;

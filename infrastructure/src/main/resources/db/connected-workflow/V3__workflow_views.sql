-- Everything here follows from the events and can be rebuilt from them.

-- An organization's register: what the rules that span its workflows are decided by. Its row is the lock.
create table organization_register (
    organization_id      text collate "C" primary key,
    -- the highest ever given, deleted workflows included
    last_sequence_number bigint  not null default 0,
    workflows            integer not null default 0,
    -- the organization was deleted: a node that does not know yet must not create anything in it
    closed               boolean not null default false
) with (fillfactor = 50);

create table workflow_register (
    workflow_id     text collate "C" primary key,
    organization_id text collate "C" not null,
    name_key        text collate "C" not null,
    module_id       text collate "C" not null,
    unique (organization_id, name_key),
    unique (organization_id, module_id)
);

-- Locks first and reads then, in statements of their own: one statement would read what was there before it waited.
create function lock_register(wanted_organization text, wanted_name_key text, wanted_module_id text,
    out name_taken boolean, out module_taken boolean, out workflows integer, out last_sequence_number bigint,
    out closed boolean)
    language plpgsql as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'Commands need the isolation level READ COMMITTED, not %',
            current_setting('transaction_isolation');
    end if;
    -- A rebuild of views and register holds this lock exclusively.
    perform pg_advisory_xact_lock_shared(7165064744911531639);
    select r.workflows, r.last_sequence_number, r.closed into workflows, last_sequence_number, closed
        from connected_workflow.organization_register r where r.organization_id = wanted_organization for update;
    if not found then
        insert into connected_workflow.organization_register (organization_id) values (wanted_organization)
            on conflict do nothing;
        select r.workflows, r.last_sequence_number, r.closed into workflows, last_sequence_number, closed
            from connected_workflow.organization_register r where r.organization_id = wanted_organization for update;
    end if;
    select exists (select from connected_workflow.workflow_register r
            where r.organization_id = wanted_organization and r.name_key = wanted_name_key),
        exists (select from connected_workflow.workflow_register r
            where r.organization_id = wanted_organization and r.module_id = wanted_module_id)
        into name_taken, module_taken;
end
$$;

create table workflow_view (
    workflow_id     text collate "C" primary key,
    organization_id text collate "C" not null,
    sequence_number bigint           not null,
    version         bigint           not null,
    document        jsonb            not null
);
create index workflow_view_of_organization on workflow_view (organization_id, sequence_number);

-- By which fold the views were made; 0 before the first start.
create table workflow_view_fold (
    fold integer not null
);
insert into workflow_view_fold values (0);

-- Everything here follows from the events and can be rebuilt from them.

-- An organization's register: what the rules that span its workflows are decided by. Its row is the lock.
create table organization_register (
    organization_id      text collate "C" primary key,
    -- the highest ever given, deleted workflows included
    last_sequence_number bigint  not null default 0,
    workflows            integer not null default 0,
    active               integer not null default 0,
    -- the organization was deleted: a node that does not know yet must not create anything in it
    closed               boolean not null default false
) with (fillfactor = 50);

create table workflow_register (
    workflow_id     text collate "C" primary key,
    organization_id text collate "C" not null,
    name_key        text collate "C" not null,
    module_id       text collate "C" not null,
    active          boolean not null,
    unique (organization_id, name_key),
    unique (organization_id, module_id)
);

-- Locks first and reads then, in statements of their own: one statement would read what was there before it waited.
create function lock_register(wanted_organization text, asking text, wanted_name_key text, wanted_module_id text,
    out name_taken boolean, out module_taken boolean, out workflows integer, out active integer,
    out last_sequence_number bigint, out closed boolean)
    language plpgsql as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'Commands need the isolation level READ COMMITTED, not %',
            current_setting('transaction_isolation');
    end if;
    -- A rebuild of views and register holds this lock exclusively.
    perform pg_advisory_xact_lock_shared(7165064744911531639);
    select r.workflows, r.active, r.last_sequence_number, r.closed
        into workflows, active, last_sequence_number, closed
        from connected_workflow.organization_register r where r.organization_id = wanted_organization for update;
    if not found then
        insert into connected_workflow.organization_register (organization_id) values (wanted_organization)
            on conflict do nothing;
        select r.workflows, r.active, r.last_sequence_number, r.closed
        into workflows, active, last_sequence_number, closed
            from connected_workflow.organization_register r where r.organization_id = wanted_organization for update;
    end if;
    select exists (select from connected_workflow.workflow_register r
            where r.organization_id = wanted_organization and r.name_key = wanted_name_key
            and r.workflow_id <> asking),
        exists (select from connected_workflow.workflow_register r
            where r.organization_id = wanted_organization and r.module_id = wanted_module_id
            and r.workflow_id <> asking)
        into name_taken, module_taken;
end
$$;

-- Lets one command at a time change a workflow, on all nodes, and tells the time of its last event; null if it has none.
create function lock_workflow(wanted text) returns timestamptz language plpgsql as $$
begin
    perform set_config('lock_timeout', '10s', true);
    perform pg_advisory_xact_lock_shared(7165064744911531639);
    perform pg_advisory_xact_lock(hashtextextended(wanted, 7165064744911531639));
    perform set_config('lock_timeout', '0', true);
    return (select e.time_stamp from connected_workflow.domain_event e where e.aggregate_identifier = wanted
        order by e.sequence_number desc limit 1);
end
$$;

create table workflow_view (
    workflow_id     text collate "C" primary key,
    organization_id text collate "C" not null,
    sequence_number bigint           not null,
    version         bigint           not null,
    status          text             not null,
    name_key        text collate "C" not null,
    -- of its nodes
    module_ids      text[]           not null,
    document        jsonb            not null
);
create index workflow_view_of_organization on workflow_view (organization_id, sequence_number);

-- By which fold the views were made; 0 before the first start.
create table workflow_view_fold (
    fold integer not null
);
insert into workflow_view_fold values (0);

-- What requests with an Idempotency-Key have led to. Nothing follows from it, and nothing can rebuild it.
create table idempotency_key (
    organization_id text collate "C" not null,
    user_id         text collate "C" not null,
    method          text             not null,
    path            text collate "C" not null,
    key             text collate "C" not null,
    body_hash       text             not null,
    subject_id      text             not null,
    created_at      timestamptz      not null default now(),
    primary key (organization_id, user_id, method, path, key)
);
create index idempotency_key_by_time on idempotency_key (created_at);

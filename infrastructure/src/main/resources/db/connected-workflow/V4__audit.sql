-- As before, but that a rebuild is waited for without an end, and that it gives the transaction its id: who reads the log
-- waits for the transactions that may still add something in front of what is there, and knows them by their ids, so one
-- must have its id before it draws its place in the log. (Whoever calls lock_register has one by locking a row.) Behind
-- the locks, for nobody need wait for one who waits.
create or replace function lock_workflow(wanted text) returns timestamptz language plpgsql as $$
declare
    timeout_before text := current_setting('lock_timeout');
begin
    -- A rebuild is waited for, however long it takes; another command on the workflow is not.
    perform pg_advisory_xact_lock_shared(7165064744911531639);
    perform set_config('lock_timeout', '10s', true);
    perform pg_advisory_xact_lock(hashtextextended(wanted, 7165064744911531639));
    perform set_config('lock_timeout', timeout_before, true);
    perform pg_current_xact_id();
    return (select e.time_stamp from connected_workflow.domain_event e where e.aggregate_identifier = wanted
        order by e.sequence_number desc limit 1);
end
$$;

-- Who tried what, and was refused. Nothing follows from it, and it is deleted after a while.
create table refused_request (
    id              bigint generated always as identity primary key,
    at              timestamptz(3) not null,
    -- null for an administrator, as is the user
    organization_id text collate "C",
    user_id         text collate "C",
    request_id      text           not null,
    method          text           not null,
    path            text           not null,
    workflow_id     text collate "C",
    status          integer        not null,
    code            text           not null,
    message         text           not null
);
create index refused_request_of_organization on refused_request (organization_id, at, id);
create index refused_request_by_time on refused_request (at, id);

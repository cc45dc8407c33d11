-- No lock is waited for without an end. A command says how many milliseconds of its patience are left, and its transaction
-- waits no longer for any lock; and how long its transaction may do nothing, after which PostgreSQL ends it, so that a
-- server that is halted in the middle of a command holds up nobody: null where the transaction is a caller's.
create function bound_waits(patience integer, idle integer) returns void language plpgsql as $$
begin
    perform set_config('lock_timeout', patience::text, true);
    if idle is not null then
        perform set_config('idle_in_transaction_session_timeout', idle::text, true);
    end if;
end
$$;

-- The same of what is left of a patience that began then, for the next of several locks.
create function bound_waits_after(began timestamptz, patience integer) returns void language plpgsql as $$
begin
    if clock_timestamp() - began > interval '10 milliseconds' then
        -- 0 would be for ever
        perform set_config('lock_timeout', greatest(1,
            patience - (extract(epoch from clock_timestamp() - began) * 1000)::integer)::text, true);
    end if;
end
$$;

-- Those who want an organization's register line up for a lock of their own before its row: who waits for a row that others
-- wait for too waits twice, each time as long as it may.
create function lock_register(wanted_organization text, asking text, wanted_name_key text, wanted_module_id text,
    patience integer, idle integer, out name_taken boolean, out module_taken boolean, out workflows integer,
    out active integer, out last_sequence_number bigint, out closed boolean)
    language plpgsql as $$
declare
    began timestamptz := clock_timestamp();
begin
    perform connected_workflow.bound_waits(patience, idle);
    perform pg_advisory_xact_lock(hashtextextended(wanted_organization, 7165064744911531643));
    perform connected_workflow.bound_waits_after(began, patience);
    select l.name_taken, l.module_taken, l.workflows, l.active, l.last_sequence_number, l.closed
        into name_taken, module_taken, workflows, active, last_sequence_number, closed
        from connected_workflow.lock_register(wanted_organization, asking, wanted_name_key, wanted_module_id) l;
end
$$;

-- As the one without bounds, which servers of the release before still call; but that a rebuild is not waited for any longer
-- than another command is.
create function lock_workflow(wanted text, patience integer, idle integer) returns timestamptz language plpgsql as $$
declare
    began timestamptz := clock_timestamp();
begin
    perform connected_workflow.bound_waits(patience, idle);
    perform pg_advisory_xact_lock_shared(7165064744911531639);
    perform connected_workflow.bound_waits_after(began, patience);
    perform pg_advisory_xact_lock(hashtextextended(wanted, 7165064744911531639));
    perform pg_current_xact_id();
    return (select e.time_stamp from connected_workflow.domain_event e where e.aggregate_identifier = wanted
        order by e.sequence_number desc limit 1);
end
$$;

-- Lets one of several equal requests that must take effect once be handled at a time.
create function lock_key(wanted text, patience integer, idle integer) returns void language plpgsql as $$
begin
    perform connected_workflow.bound_waits(patience, idle);
    perform pg_advisory_xact_lock(hashtextextended(wanted, 1));
end
$$;

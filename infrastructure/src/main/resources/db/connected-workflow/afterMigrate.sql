-- The running server's role: reads and appends to the log, and keeps what is derived from it and the directory.
-- Of nodes that start at once, one after the other: PostgreSQL refuses to grant the same thing twice at once.
do $$ begin perform pg_advisory_xact_lock(7165064744911531640); end $$;
grant select on schema_history to ${server_role};
grant usage on schema connected_workflow to ${server_role};
grant select, insert on domain_event, event_chain, audit_checkpoint to ${server_role};
grant select, insert, update, delete on snapshot_event, token_entry, organization, oauth_client, access_token,
    refresh_token, grant_token, organization_register, workflow_register, workflow_view, idempotency_key to ${server_role};
grant select, insert, delete on refused_request to ${server_role};
grant select, insert, update, delete on replay, replay_count, replay_workflow, replay_difference to ${server_role};
grant select, insert on done_once to ${server_role};
grant select, update on id_node, workflow_view_fold, chain_progress to ${server_role};
grant select, usage on all sequences in schema connected_workflow to ${server_role};
grant execute on all functions in schema connected_workflow to ${server_role};

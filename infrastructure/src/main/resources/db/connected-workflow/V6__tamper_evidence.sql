-- A hash over each event and all of its organization's before it. What the hash is made of: docs/tamper-evidence.md.
create table event_chain (
    organization_id text collate "C" not null,
    -- counts an organization's events from 1
    ordinal         bigint           not null,
    -- of the event in the log
    position        bigint           not null unique,
    hash            bytea            not null,
    primary key (organization_id, ordinal)
);

-- What somebody who keeps a copy can hold the chain against.
create table audit_checkpoint (
    id              bigint generated always as identity primary key,
    at              timestamptz(3)   not null,
    organization_id text collate "C" not null,
    ordinal         bigint           not null,
    position        bigint           not null,
    hash            bytea            not null,
    key_id          text             not null,
    public_key      bytea            not null,
    signature       bytea            not null
);
create index audit_checkpoint_of_organization on audit_checkpoint (organization_id, id);
create index audit_checkpoint_by_ordinal on audit_checkpoint (organization_id, ordinal);

create trigger append_only before update or delete or truncate on event_chain
    for each statement execute function refuse_to_rewrite_history();
create trigger append_only before update or delete or truncate on audit_checkpoint
    for each statement execute function refuse_to_rewrite_history();

-- Up to which position of the log the events are chained, and up to which of them the chains are signed.
create table chain_progress (
    position        bigint not null,
    signed_position bigint not null
);
insert into chain_progress values (0, 0);

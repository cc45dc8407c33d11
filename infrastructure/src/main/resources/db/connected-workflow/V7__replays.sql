-- Replays of the log for auditors: what was asked for, and how far each is. Nothing follows from them, and they are
-- deleted after a while.
create table replay (
    id              text collate "C" primary key,
    -- null for all, as everywhere here
    organization_id text collate "C",
    -- the first that counts: a position, or an instant; neither for the beginning of the log
    from_position   bigint,
    from_time       timestamptz,
    -- the last position that counts, or the first instant that counts no more
    to_position     bigint,
    to_time         timestamptz,
    -- the last position that counts in any case
    head            bigint         not null,
    ends_at_head    boolean        not null,
    status          text           not null default 'RUNNING',
    events_total    bigint         not null,
    events_done     bigint         not null default 0,
    differences     bigint         not null default 0,
    -- where it goes on
    stage           text           not null default 'WORKFLOWS',
    after           text collate "C" not null default '',
    -- null for an administrator
    requested_by    text collate "C",
    requested_at    timestamptz(3) not null default now(),
    finished_at     timestamptz(3),
    check ((to_position is null) <> (to_time is null)),
    check ((status = 'RUNNING') = (finished_at is null))
);
create index replay_of_organization on replay (organization_id, id);
create index replay_running on replay (id) where status = 'RUNNING';

-- What they came to so far. JSON that is shown keeps the order of its keys, so it is no jsonb.
create table replay_count (
    replay_id text collate "C" not null references replay on delete cascade,
    user_id   text collate "C" not null,
    event     text collate "C" not null,
    events    bigint           not null,
    primary key (replay_id, user_id, event)
);
create table replay_workflow (
    replay_id   text collate "C" not null references replay on delete cascade,
    workflow_id text collate "C" not null,
    document    json             not null,
    primary key (replay_id, workflow_id)
);
create table replay_difference (
    replay_id       text collate "C" not null references replay on delete cascade,
    number          bigint generated always as identity,
    organization_id text collate "C" not null,
    workflow_id     text collate "C",
    what            text             not null,
    path            text             not null,
    expected        json             not null,
    actual          json             not null,
    primary key (replay_id, number)
);

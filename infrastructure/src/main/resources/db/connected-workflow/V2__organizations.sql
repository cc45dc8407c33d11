-- The directory: what the CRM around us says of its organizations.
create sequence organization_version;
create table organization (
    organization_id text collate "C" primary key,
    -- as the administrator sent it, with its defaults filled in
    document        jsonb  not null,
    -- API names by id of modules that the document has listed once
    former_modules  jsonb  not null default '{}',
    -- never the same for two documents, so that a node knows whether it has the latest
    version         bigint not null default nextval('organization_version')
);

-- What happens once in a database's life, such as that the demo organization is made.
create table done_once (
    what text primary key
);

-- Secrets and tokens are 256 random bits, so a plain SHA-256 of them tells nothing; only an administrator's own secret
-- may be a weaker one.
create table oauth_client (
    client_id       text collate "C" primary key,
    -- null for the administrator
    organization_id text collate "C" references organization on delete cascade,
    user_id         text collate "C",
    secret_hash     bytea       not null,
    refresh_hash    bytea unique,
    scopes          text[]      not null,
    -- how long an access token lives, in seconds
    expires_in      integer     not null,
    created_at      timestamptz not null default now(),
    check ((organization_id is null) = (user_id is null))
);
create index oauth_client_of_user on oauth_client (organization_id, user_id);

create table access_token (
    token_hash bytea primary key,
    client_id  text collate "C" not null references oauth_client on delete cascade,
    scopes     text[]           not null,
    expires_at timestamptz      not null,
    -- got by the refresh token, and revoked with it
    refreshed  boolean          not null
);
create index access_token_of_client on access_token (client_id);
create index access_token_by_expiry on access_token (expires_at);

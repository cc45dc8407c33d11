-- A client may have several refresh tokens: the one that it was made with, and one for each grant token that it exchanged.
create table refresh_token (
    token_hash bytea primary key,
    client_id  text collate "C" not null references oauth_client on delete cascade,
    scopes     text[]           not null,
    created_at timestamptz      not null default now()
);
create index refresh_token_of_client on refresh_token (client_id);

insert into refresh_token
select refresh_hash, client_id, scopes, created_at from oauth_client where refresh_hash is not null;

-- By which refresh token it was got, and with which it is revoked; null for by the client's secret.
alter table access_token add refresh_hash bytea references refresh_token on delete cascade;
update access_token t set refresh_hash = c.refresh_hash from oauth_client c where t.client_id = c.client_id and t.refreshed;
create index access_token_of_refresh_token on access_token (refresh_hash);

-- Servers of the release before still write both columns; of their new clients the refresh tokens are to count as well.
alter table access_token alter refreshed set default false;
create function keep_refresh_token() returns trigger language plpgsql as $$
begin
    insert into connected_workflow.refresh_token (token_hash, client_id, scopes)
    values (new.refresh_hash, new.client_id, new.scopes);
    return null;
end
$$;
create trigger keep_refresh_token after insert on oauth_client
    for each row when (new.refresh_hash is not null) execute function keep_refresh_token();

-- What a client exchanges, once, for a refresh token.
create table grant_token (
    token_hash bytea primary key,
    client_id  text collate "C" not null references oauth_client on delete cascade,
    scopes     text[]           not null,
    expires_at timestamptz      not null
);
create index grant_token_of_client on grant_token (client_id);
create index grant_token_by_expiry on grant_token (expires_at);

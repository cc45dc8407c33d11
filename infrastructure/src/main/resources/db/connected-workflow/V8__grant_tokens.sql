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

-- Servers of the release before still write both columns: of their new clients the refresh tokens are to count as well, and
-- what is revoked by one release must be so for the other. As the owner, for the server's role is granted this only at the
-- end of all migrations.
alter table access_token alter refreshed set default false;
create function keep_refresh_token() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    insert into connected_workflow.refresh_token (token_hash, client_id, scopes)
    values (new.refresh_hash, new.client_id, new.scopes);
    return null;
end
$$;
create trigger keep_refresh_token after insert on oauth_client
    for each row when (new.refresh_hash is not null) execute function keep_refresh_token();

create function revoke_refresh_token() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    delete from connected_workflow.refresh_token where token_hash = old.refresh_hash;
    return null;
end
$$;
create trigger revoke_refresh_token after update of refresh_hash on oauth_client
    for each row when (old.refresh_hash is not null and new.refresh_hash is null) execute function revoke_refresh_token();

create function forget_refresh_token() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    update connected_workflow.oauth_client set refresh_hash = null
    where client_id = old.client_id and refresh_hash = old.token_hash;
    return null;
end
$$;
create trigger forget_refresh_token after delete on refresh_token
    for each row execute function forget_refresh_token();

create function name_refresh_token() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    new.refresh_hash := (select r.token_hash from connected_workflow.oauth_client c
        join connected_workflow.refresh_token r on r.token_hash = c.refresh_hash where c.client_id = new.client_id);
    return new;
end
$$;
create trigger name_refresh_token before insert on access_token
    for each row when (new.refreshed and new.refresh_hash is null) execute function name_refresh_token();

-- What a client exchanges, once, for a refresh token.
create table grant_token (
    token_hash bytea primary key,
    client_id  text collate "C" not null references oauth_client on delete cascade,
    scopes     text[]           not null,
    expires_at timestamptz      not null
);
create index grant_token_of_client on grant_token (client_id);
create index grant_token_by_expiry on grant_token (expires_at);

-- A client has so many access tokens at most, and those that would expire first end for more.
create index access_token_of_client_by_expiry on access_token (client_id, expires_at, token_hash);
drop index access_token_of_client;

#!/bin/sh
# Run once by the PostgreSQL image, on an empty volume: the roles of docs/operating.md.
set -eu
psql -v ON_ERROR_STOP=1 -v owner="$OWNER_PASSWORD" -v server="$SERVER_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
create role connected_workflow_owner login password :'owner';
create role connected_workflow_server login password :'server';
alter database connected_workflow owner to connected_workflow_owner;
revoke all on database connected_workflow from public;
grant connect on database connected_workflow to connected_workflow_server;
SQL

-- A client may act for a user whom a host's own directory knows, so its organization need not be in the table any more.
-- An organization that is deleted there takes its clients with it as before, also where a server of the release before
-- deletes it.
alter table oauth_client drop constraint oauth_client_organization_id_fkey;

create function delete_clients_of_organization() returns trigger language plpgsql as $$
begin
    delete from connected_workflow.oauth_client where organization_id = old.organization_id;
    return null;
end
$$;
create trigger takes_its_clients_with_it after delete on organization
    for each row execute function delete_clients_of_organization();

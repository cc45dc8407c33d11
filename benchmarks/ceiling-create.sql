-- The least that PostgreSQL must do for one event-sourced create, as a script for pgbench: lock and read the
-- organization's register, append the event, write register and view, commit. No HTTP, no Java, one round trip a statement.
-- pgbench variable: orgs, the number of organizations
\set org random(1,:orgs)
\set r random(1,2000000000)
\set r2 random(1000000,9999999)
begin;
update register set last_sequence = last_sequence + 1, used = used + 1 where org_id = :org returning last_sequence, used,
  exists(select 1 from register_entry e where e.org_id = :org and e.name_key = 'wf ' || :r || '-' || :r2),
  exists(select 1 from register_entry e where e.org_id = :org and e.module_id = (:r % 1000000000) || '' || :r2);
insert into domain_event(aggregate_identifier,sequence_number,type,event_identifier,meta_data,payload,payload_revision,payload_type,time_stamp) values (:r || '' || :r2,0,'ConnectedWorkflow','e' || :r || '-' || :r2,'{"traceId":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","correlationId":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","requestId":"4876876000000002179"}','{"workflowId":"4876876000019340001","rootNodeId":"4876876000019340002","organizationId":"4876876","name":"contacts-process","description":"contacts connected workflow sample","primaryModule":{"id":"4876876000000002179","apiName":"Contacts"},"sequenceNumber":1,"actor":{"id":"4876876000000327001","name":"Asha Rao"},"edition":"ENTERPRISE","permission":"MANAGE_AUTOMATIONS","limit":25}','1','io.connectedworkflow.domain.workflow.event.WorkflowDrafted',now());
insert into register_entry values (:r || '' || :r2, :org, 'wf ' || :r || '-' || :r2, (:r % 1000000000) || '' || :r2);
insert into workflow_view values (:r || '' || :r2, :org, 1, 'draft', '{"id":"4876876000019340001","name":"contacts-process","description":"contacts connected workflow sample","status":"draft","sequenceNumber":1,"createdTime":"2026-02-03T10:15:00Z","createdBy":{"id":"4876876000000327001","name":"Asha Rao"},"modifiedTime":"2026-02-03T10:15:00Z","modifiedBy":{"id":"4876876000000327001","name":"Asha Rao"},"primaryModule":{"id":"4876876000000002179","apiName":"Contacts"},"nodes":[{"id":"4876876000019340002","primary": true}],"connections":[],"rules":[]}');
commit;

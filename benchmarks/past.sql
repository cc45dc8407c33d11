-- A past: as many workflows as are asked for, the workflows of all organizations growing side by side, one event an hour.
-- Variables: organizations, workflows (of an organization), events (of a workflow; 10 or more).
insert into connected_workflow.domain_event (aggregate_identifier, sequence_number, type, event_identifier, payload_type,
    payload_revision, payload, meta_data, time_stamp, organization_id, user_id)
select id, step, 'ConnectedWorkflow', id || '-' || step,
    case when step = 0 then 'WorkflowDrafted' when step <= 4 then 'NodeAdded' when step <= 8 then 'ConnectionAdded'
        when step = 9 then 'RuleAdded' else 'WorkflowDescribed' end, '1',
    jsonb_build_object('workflowId', id, 'organizationId', organization::text, 'userId', '1000002') || case
        when step = 0 then jsonb_build_object('rootNodeId', id || '0', 'name', 'workflow-' || workflow, 'description', null,
            'primaryModuleId', workflow::text, 'primaryModuleApiName', 'M' || workflow, 'sequenceNumber', workflow,
            'edition', 'ULTIMATE', 'permission', 'MANAGE_AUTOMATIONS', 'connectedWorkflowsLimit', 1000000)
        when step <= 4 then jsonb_build_object('nodeId', id || step, 'moduleId', step::text, 'moduleApiName', 'M' || step)
        when step <= 8 then jsonb_build_object('connectionId', id || step, 'sourceNodeId', id || '0', 'targetNodeId',
            id || (step - 4))
        when step = 9 then jsonb_build_object('ruleId', id || '9', 'nodeId', id || '0',
            'trigger', jsonb_build_object('type', 'CREATE', 'criteria', null, 'repeat', false),
            'conditions', jsonb_build_array(jsonb_build_object('id', id || '8', 'sequenceNumber', 1, 'criteria', null,
                'actions', jsonb_build_array(jsonb_build_object('id', '5', 'type', 'FIELD_UPDATES', 'name', null,
                    'details', null)))))
        else jsonb_build_object('description', 'described for the ' || step || 'th time') end,
    jsonb_build_object('requestId', gen_random_uuid()), timestamptz '2026-01-01 00:00Z' + step * interval '1 hour',
    organization::text, '1000002'
from generate_series(0, :events - 1) step, generate_series(1, :workflows) workflow, generate_series(1, :organizations) organization,
    lateral (select (organization * 100000 + workflow)::text as id) named
order by step, workflow, organization;
vacuum analyze connected_workflow.domain_event;

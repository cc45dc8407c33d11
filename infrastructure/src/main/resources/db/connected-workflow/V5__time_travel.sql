-- What an organization had at an instant: its workflows in their order, and whether each was there.
create index domain_event_drafted on domain_event (organization_id, ((payload ->> 'sequenceNumber')::bigint))
    where payload_type = 'WorkflowDrafted';
create index domain_event_deleted_or_restored on domain_event (aggregate_identifier, sequence_number)
    where payload_type in ('WorkflowDeleted', 'WorkflowRestored');

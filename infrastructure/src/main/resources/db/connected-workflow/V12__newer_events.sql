-- Workflows that a newer version lets begin in a way that this one does not know. There are none otherwise.
create index domain_event_numberless on domain_event (organization_id, aggregate_identifier)
    where sequence_number = 0 and (payload_type <> 'WorkflowDrafted' or payload ->> 'sequenceNumber' is null);

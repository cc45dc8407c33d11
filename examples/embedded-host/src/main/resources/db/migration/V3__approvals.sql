-- The event store of the application's own Axon.
create table approval_event (
  global_index bigint generated always as identity primary key,
  aggregate_identifier varchar(255) not null,
  sequence_number bigint not null,
  type varchar(255),
  event_identifier varchar(255) not null unique,
  meta_data text,
  payload text not null,
  payload_revision varchar(255),
  payload_type varchar(255) not null,
  time_stamp varchar(255) not null,
  unique (aggregate_identifier, sequence_number)
);

create table approval_snapshot (
  aggregate_identifier varchar(255) not null,
  sequence_number bigint not null,
  type varchar(255) not null,
  event_identifier varchar(255) not null unique,
  meta_data text,
  payload text not null,
  payload_revision varchar(255),
  payload_type varchar(255) not null,
  time_stamp varchar(255) not null,
  primary key (aggregate_identifier, sequence_number)
);

create table playbook (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  title varchar(255) not null,
  goal varchar(255) not null,
  workflow_id varchar(255) unique,
  blocked_by varchar(255),
  approval varchar(255) not null
);

-- Follows the events of connected workflows.
create table process (
  workflow_id text primary key,
  account_id bigint not null,
  name text not null,
  status text not null,
  version bigint not null,
  changed_by text not null,
  changed_at timestamptz not null
);

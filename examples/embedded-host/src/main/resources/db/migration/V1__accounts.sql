create table account (
  id bigint generated always as identity primary key,
  name text not null,
  plan text not null check (plan in ('solo', 'team', 'company'))
);

create table member (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  login text not null unique,
  password text not null,
  full_name text not null,
  lead boolean not null,
  active boolean not null default true
);

create table record_type (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  name text not null,
  retired boolean not null default false,
  unique (account_id, name)
);

-- Ada and Ben, whose passwords are their logins.
with new_account as (
  insert into account (name, plan) select 'Acme', 'team' where not exists (select from account)
  returning id
), new_types as (
  insert into record_type (account_id, name) select id, unnest(array['Deals', 'Contacts', 'Quotes']) from new_account
)
insert into member (account_id, login, password, full_name, lead)
select id, 'ada', '{noop}ada', 'Ada Lane', true from new_account
union all
select id, 'ben', '{noop}ben', 'Ben Cho', false from new_account;

-- Work on the direct assignments of many people, from its preview to its result.
create table operation (
  tenant_id blob not null,
  operation_id blob not null,
  author text not null,
  administrator_id blob,
  actor_name text not null,
  request_id text not null,
  idempotency_key text not null,
  fingerprint text not null,
  state text not null,
  policy_id blob,
  policy_name text not null,
  from_policy_id blob,
  from_policy_name text not null,
  source text not null,
  source_words text not null,
  reason text,
  owner text,
  expires_at integer,
  retry_of blob,
  lines integer not null,
  people integer not null,
  done_position integer not null,
  succeeded integer not null,
  unchanged integer not null,
  failed integer not null,
  problem text,
  revision integer,
  created_at integer not null,
  started_at integer,
  finished_at integer,
  lease_owner blob,
  lease_until integer,
  primary key (tenant_id, operation_id)
) strict;
create unique index operation_by_key on operation (tenant_id, author, idempotency_key);
create index operation_by_state on operation (tenant_id, state, revision);
create index operation_by_moment on operation (tenant_id, created_at, operation_id);

-- Each line of an operation in the order of the work. Without an outcome of its own, a person is done when the cursor
-- of the operation has passed them.
create table operation_person (
  tenant_id blob not null,
  operation_id blob not null,
  position integer not null,
  line integer,
  text text,
  person_id blob,
  outcome text,
  primary key (tenant_id, operation_id, position)
) strict, without rowid;
create index operation_person_by_outcome on operation_person (tenant_id, operation_id, outcome, position)
  where outcome is not null;

-- A row for each person of a change of everybody: kept once instead of twice.
alter table change_person rename to change_person_before;
create table change_person (
  tenant_id blob not null,
  revision integer not null,
  person_id blob not null,
  policy_before blob,
  policy_after blob,
  primary key (tenant_id, revision, person_id)
) strict, without rowid;
insert into change_person (tenant_id, revision, person_id, policy_before, policy_after)
select tenant_id, revision, person_id, policy_before, policy_after from change_person_before
order by tenant_id, revision, person_id;
drop table change_person_before;
create index change_person_by_person on change_person (tenant_id, person_id, revision);

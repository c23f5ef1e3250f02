-- Work on the direct assignments of many people, from its preview to its result.
create table operation (
  tenant_id uuid not null,
  operation_id uuid not null,
  author text not null,
  administrator_id uuid,
  actor_name text not null,
  request_id text not null,
  idempotency_key text not null,
  fingerprint text not null,
  state text not null,
  policy_id uuid,
  policy_name text not null,
  from_policy_id uuid,
  from_policy_name text not null,
  source text not null,
  source_words text not null,
  reason text,
  owner text,
  expires_at bigint,
  retry_of uuid,
  lines bigint not null,
  people bigint not null,
  done_position bigint not null,
  succeeded bigint not null,
  unchanged bigint not null,
  failed bigint not null,
  problem text,
  revision bigint,
  created_at bigint not null,
  started_at bigint,
  finished_at bigint,
  lease_owner uuid,
  lease_until bigint,
  primary key (tenant_id, operation_id)
);
create unique index operation_by_key on operation (tenant_id, author, idempotency_key);
create index operation_by_state on operation (tenant_id, state, revision);
create index operation_by_moment on operation (tenant_id, created_at, operation_id);

-- Each line of an operation in the order of the work. Without an outcome of its own, a person is done when the cursor
-- of the operation has passed them.
create table operation_person (
  tenant_id uuid not null,
  operation_id uuid not null,
  position bigint not null,
  line bigint,
  text text,
  person_id uuid,
  outcome text,
  primary key (tenant_id, operation_id, position)
);
create index operation_person_by_outcome on operation_person (tenant_id, operation_id, outcome, position)
  where outcome is not null;

-- An operation whose lines name policies of their own keeps its lines policy by policy. Each row is a stretch of them:
-- the positions after the first, up to and with the last.
create table operation_policy (
  tenant_id uuid not null,
  operation_id uuid not null,
  after_position bigint not null,
  last_position bigint not null,
  policy_id uuid,
  policy_name text not null,
  people bigint not null,
  primary key (tenant_id, operation_id, last_position)
);

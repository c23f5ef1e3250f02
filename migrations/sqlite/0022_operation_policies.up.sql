-- An operation whose lines name policies of their own keeps its lines policy by policy. Each row is a stretch of them:
-- the positions after the first, up to and with the last.
create table operation_policy (
  tenant_id blob not null,
  operation_id blob not null,
  after_position integer not null,
  last_position integer not null,
  policy_id blob,
  policy_name text not null,
  people integer not null,
  primary key (tenant_id, operation_id, last_position)
) strict, without rowid;

-- How Forecourt itself behaves for the organization: nothing that Teams knows.
create table preference (
  tenant_id uuid not null,
  key text not null,
  value text not null,
  revision bigint not null,
  primary key (tenant_id, key)
);

-- How Forecourt itself behaves for the organization: nothing that Teams knows.
create table preference (
  tenant_id blob not null,
  key text not null,
  value text not null,
  revision integer not null,
  primary key (tenant_id, key)
) strict, without rowid;

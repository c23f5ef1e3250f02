-- What the administrator says about servers outside. Defaults are in the program; a row counts instead of one.
create table outside_server (
  tenant_id uuid not null,
  server text not null,
  class text not null,
  revision bigint not null,
  primary key (tenant_id, server)
);

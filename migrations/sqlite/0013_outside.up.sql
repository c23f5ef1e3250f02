-- What the administrator says about servers outside. Defaults are in the program; a row counts instead of one.
create table outside_server (
  tenant_id blob not null,
  server text not null,
  class text not null,
  revision integer not null,
  primary key (tenant_id, server)
) strict, without rowid;

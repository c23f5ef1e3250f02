-- What service accounts sign in with. Only the digest of a token is here, so that a copy of the database lets nobody in.
create table access_token (
  tenant_id blob not null,
  token_id blob not null,
  token_hash blob not null,
  administrator_id blob not null,
  name text not null,
  scopes text not null,
  created_at integer not null,
  expires_at integer not null,
  last_used_at integer,
  revoked_at integer,
  primary key (tenant_id, token_id),
  foreign key (tenant_id, administrator_id) references administrator (tenant_id, administrator_id) on delete cascade
) strict;
create unique index access_token_by_hash on access_token (tenant_id, token_hash);
create index access_token_by_administrator on access_token (tenant_id, administrator_id);

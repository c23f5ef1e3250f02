-- What service accounts sign in with. Only the digest of a token is here, so that a copy of the database lets nobody in.
create table access_token (
  tenant_id uuid not null,
  token_id uuid not null,
  token_hash bytea not null,
  administrator_id uuid not null,
  name text not null,
  scopes text not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_used_at bigint,
  revoked_at bigint,
  primary key (tenant_id, token_id),
  foreign key (tenant_id, administrator_id) references administrator (tenant_id, administrator_id) on delete cascade
);
create unique index access_token_by_hash on access_token (tenant_id, token_hash);
create index access_token_by_administrator on access_token (tenant_id, administrator_id);

-- Requests that carried a key of their own, with their answers, so that sending one again does nothing twice. A row
-- without a status is a request that has not ended.
create table api_request (
  tenant_id uuid not null,
  token_id uuid not null,
  request_key text not null,
  digest bytea not null,
  status bigint,
  headers text not null,
  body bytea not null,
  created_at bigint not null,
  primary key (tenant_id, token_id, request_key)
);
create index api_request_by_time on api_request (tenant_id, created_at);

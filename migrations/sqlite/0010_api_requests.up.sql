-- Requests that carried a key of their own, with their answers, so that sending one again does nothing twice. A row
-- without a status is a request that has not ended.
create table api_request (
  tenant_id blob not null,
  token_id blob not null,
  request_key text not null,
  digest blob not null,
  status integer,
  headers text not null,
  body blob not null,
  created_at integer not null,
  primary key (tenant_id, token_id, request_key)
) strict;
create index api_request_by_time on api_request (tenant_id, created_at);

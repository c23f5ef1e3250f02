-- Who is told of changes. The secret is needed to sign, so it is here as it is.
create table webhook (
  tenant_id blob not null,
  webhook_id blob not null,
  url text not null,
  description text not null,
  events text not null,
  secret text not null,
  enabled integer not null,
  seen_revision integer not null,
  revision integer not null,
  created_at integer not null,
  primary key (tenant_id, webhook_id)
) strict;

-- What is to be told, and how that went. A delivery is held by one process until its lease ends.
create table webhook_delivery (
  tenant_id blob not null,
  delivery_id blob not null,
  webhook_id blob not null,
  event text not null,
  change_revision integer not null,
  payload text not null,
  state text not null,
  attempts integer not null,
  next_attempt_at integer not null,
  last_attempt_at integer,
  last_status integer,
  last_problem text,
  created_at integer not null,
  lease_owner blob,
  lease_until integer,
  primary key (tenant_id, delivery_id),
  foreign key (tenant_id, webhook_id) references webhook (tenant_id, webhook_id) on delete cascade
) strict;
create index webhook_delivery_due on webhook_delivery (tenant_id, state, next_attempt_at);
create index webhook_delivery_by_webhook on webhook_delivery (tenant_id, webhook_id, delivery_id);

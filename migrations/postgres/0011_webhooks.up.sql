-- Who is told of changes. The secret is needed to sign, so it is here as it is.
create table webhook (
  tenant_id uuid not null,
  webhook_id uuid not null,
  url text not null,
  description text not null,
  events text not null,
  secret text not null,
  enabled boolean not null,
  seen_revision bigint not null,
  revision bigint not null,
  created_at bigint not null,
  primary key (tenant_id, webhook_id)
);

-- What is to be told, and how that went. A delivery is held by one process until its lease ends.
create table webhook_delivery (
  tenant_id uuid not null,
  delivery_id uuid not null,
  webhook_id uuid not null,
  event text not null,
  change_revision bigint not null,
  payload text not null,
  state text not null,
  attempts bigint not null,
  next_attempt_at bigint not null,
  last_attempt_at bigint,
  last_status bigint,
  last_problem text,
  created_at bigint not null,
  lease_owner uuid,
  lease_until bigint,
  primary key (tenant_id, delivery_id),
  foreign key (tenant_id, webhook_id) references webhook (tenant_id, webhook_id) on delete cascade
);
create index webhook_delivery_due on webhook_delivery (tenant_id, state, next_attempt_at);
create index webhook_delivery_by_webhook on webhook_delivery (tenant_id, webhook_id, delivery_id);

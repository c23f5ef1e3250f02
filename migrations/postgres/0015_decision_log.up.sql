-- Decisions that were kept: every denial, and some of what was allowed. Days are counted since 1970.
create table decision_record (
  tenant_id uuid not null,
  decided_at bigint not null,
  decision_id uuid not null,
  connector text not null,
  action text not null,
  allowed boolean not null,
  reason text not null,
  begun_by text not null,
  inside text not null,
  outside text not null,
  outside_domain text not null,
  person_id uuid,
  revision bigint not null,
  primary key (tenant_id, decided_at, decision_id)
);

-- How many decisions there were: everything is counted, also what was not kept.
create table decision_day (
  tenant_id uuid not null,
  day bigint not null,
  connector text not null,
  domain text not null,
  begun_by text not null,
  allowed boolean not null,
  decisions bigint not null,
  primary key (tenant_id, day, connector, domain, begun_by, allowed)
);

-- Settings that are tried beside those in force, and what they would have changed.
create table decision_draft (
  tenant_id uuid not null,
  settings text not null,
  made_from bigint not null,
  made_by text not null,
  made_at bigint not null,
  revision bigint not null,
  primary key (tenant_id)
);

create table decision_draft_day (
  tenant_id uuid not null,
  draft_revision bigint not null,
  day bigint not null,
  domain text not null,
  begun_by text not null,
  would_refuse bigint not null,
  would_allow bigint not null,
  same bigint not null,
  primary key (tenant_id, draft_revision, day, domain, begun_by)
);

-- When each chat server asked last, what it was told, and how long that took.
create table connector (
  tenant_id uuid not null,
  name text not null,
  version text not null,
  seen_at bigint not null,
  revision bigint not null,
  p50_micros bigint not null,
  p99_micros bigint not null,
  primary key (tenant_id, name)
);

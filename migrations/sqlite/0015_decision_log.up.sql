-- Decisions that were kept: every denial, and some of what was allowed. Days are counted since 1970.
create table decision_record (
  tenant_id blob not null,
  decided_at integer not null,
  decision_id blob not null,
  connector text not null,
  action text not null,
  allowed integer not null,
  reason text not null,
  begun_by text not null,
  inside text not null,
  outside text not null,
  outside_domain text not null,
  person_id blob,
  revision integer not null,
  primary key (tenant_id, decided_at, decision_id)
) strict, without rowid;

-- How many decisions there were: everything is counted, also what was not kept.
create table decision_day (
  tenant_id blob not null,
  day integer not null,
  connector text not null,
  domain text not null,
  begun_by text not null,
  allowed integer not null,
  decisions integer not null,
  primary key (tenant_id, day, connector, domain, begun_by, allowed)
) strict, without rowid;

-- Settings that are tried beside those in force, and what they would have changed.
create table decision_draft (
  tenant_id blob not null,
  settings text not null,
  made_from integer not null,
  made_by text not null,
  made_at integer not null,
  revision integer not null,
  primary key (tenant_id)
) strict, without rowid;

create table decision_draft_day (
  tenant_id blob not null,
  draft_revision integer not null,
  day integer not null,
  domain text not null,
  begun_by text not null,
  would_refuse integer not null,
  would_allow integer not null,
  same integer not null,
  primary key (tenant_id, draft_revision, day, domain, begun_by)
) strict, without rowid;

-- When each chat server asked last, what it was told, and how long that took.
create table connector (
  tenant_id blob not null,
  name text not null,
  version text not null,
  seen_at integer not null,
  revision integer not null,
  p50_micros integer not null,
  p99_micros integer not null,
  primary key (tenant_id, name)
) strict, without rowid;

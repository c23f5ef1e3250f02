-- Everything that one organization's external access is made of. Moments are microseconds since 1970 in UTC, so that
-- both engines compare and sort them alike; documents are JSON text.
create table organization (
  tenant_id blob not null,
  name text not null,
  domain text not null,
  revision integer not null,
  created_at integer not null,
  primary key (tenant_id)
) strict;

create table setup_code (
  tenant_id blob not null,
  code_hash blob not null,
  created_at integer not null,
  primary key (tenant_id)
) strict;

create table organization_settings (
  tenant_id blob not null,
  settings text not null,
  revision integer not null,
  updated_at integer not null,
  primary key (tenant_id)
) strict;

create table policy (
  tenant_id blob not null,
  policy_id blob not null,
  name text not null,
  name_folded text not null,
  kind text not null,
  consumer_access integer not null,
  consumer_inbound integer not null,
  settings text not null,
  revision integer not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (tenant_id, policy_id)
) strict;
create unique index policy_by_name on policy (tenant_id, name_folded);

create table person (
  tenant_id blob not null,
  person_id blob not null,
  user_principal_name text not null,
  user_principal_name_folded text not null,
  display_name text not null,
  display_name_folded text not null,
  sip_address text,
  sip_address_folded text,
  mail text,
  mail_folded text,
  department text,
  department_folded text not null,
  account_enabled integer not null,
  search_text text not null,
  effective_policy_id blob not null,
  effective_source text not null,
  revision integer not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (tenant_id, person_id)
) strict;
create unique index person_by_user_principal_name on person (tenant_id, user_principal_name_folded);
create index person_by_display_name on person (tenant_id, display_name_folded, person_id);
create index person_by_sip_address on person (tenant_id, sip_address_folded);
create index person_by_mail on person (tenant_id, mail_folded);
create index person_by_department on person (tenant_id, department_folded, display_name_folded, person_id);
create index person_by_effective_policy
  on person (tenant_id, effective_policy_id, effective_source, display_name_folded, person_id);

create table direct_assignment (
  tenant_id blob not null,
  person_id blob not null,
  policy_id blob not null,
  assigned_at integer not null,
  assigned_by text not null,
  revision integer not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade,
  foreign key (tenant_id, policy_id) references policy (tenant_id, policy_id)
) strict;
create index direct_assignment_by_policy on direct_assignment (tenant_id, policy_id, person_id);

create table change (
  tenant_id blob not null,
  revision integer not null,
  change_id blob not null,
  occurred_at integer not null,
  actor_id blob,
  actor_name text not null,
  action text not null,
  target_kind text not null,
  target_id text not null,
  target_name text not null,
  detail text not null,
  reason text,
  undoes integer,
  undone_by integer,
  request_id text not null,
  search_text text not null,
  primary key (tenant_id, revision)
) strict;
create index change_by_target on change (tenant_id, target_kind, target_id, revision);
create index change_by_actor on change (tenant_id, actor_id, revision);

create table change_person (
  tenant_id blob not null,
  revision integer not null,
  person_id blob not null,
  policy_before blob,
  policy_after blob,
  primary key (tenant_id, revision, person_id)
) strict;
create index change_person_by_person on change_person (tenant_id, person_id, revision);

create table administrator (
  tenant_id blob not null,
  administrator_id blob not null,
  email text not null,
  email_folded text not null,
  display_name text not null,
  role text not null,
  password_hash text not null,
  password_changed_at integer not null,
  second_factor text,
  disabled integer not null,
  preferences text not null,
  last_sign_in_at integer,
  revision integer not null,
  created_at integer not null,
  primary key (tenant_id, administrator_id)
) strict;
create unique index administrator_by_email on administrator (tenant_id, email_folded);

create table session (
  tenant_id blob not null,
  session_hash blob not null,
  administrator_id blob,
  data text not null,
  address text not null,
  user_agent text not null,
  created_at integer not null,
  seen_at integer not null,
  expires_at integer not null,
  primary key (tenant_id, session_hash)
) strict;
create index session_by_administrator on session (tenant_id, administrator_id, seen_at);
create index session_by_expiry on session (tenant_id, expires_at);

create table sign_in_throttle (
  tenant_id blob not null,
  subject text not null,
  failures integer not null,
  last_failure_at integer not null,
  blocked_until integer not null,
  primary key (tenant_id, subject)
) strict;

create table message (
  tenant_id blob not null,
  message_id text not null,
  document text not null,
  modified_at integer not null,
  primary key (tenant_id, message_id)
) strict;

create table message_view (
  tenant_id blob not null,
  message_id text not null,
  administrator_id blob not null,
  is_read integer not null,
  is_archived integer not null,
  is_favorite integer not null,
  hidden_until integer,
  primary key (tenant_id, message_id, administrator_id)
) strict;

create table rollout (
  tenant_id blob not null,
  message_id text not null,
  window_start text not null,
  window_end text not null,
  activation_at integer not null,
  answer text,
  answered_at integer,
  answered_by text,
  revision integer not null,
  primary key (tenant_id, message_id)
) strict;

create table draft (
  tenant_id blob not null,
  draft_hash blob not null,
  path text not null,
  body text not null,
  expires_at integer not null,
  primary key (tenant_id, draft_hash)
) strict;

create table import_plan (
  tenant_id blob not null,
  plan_id blob not null,
  administrator_id blob,
  state text not null,
  document text not null,
  created_at integer not null,
  finished_revision integer,
  primary key (tenant_id, plan_id)
) strict;

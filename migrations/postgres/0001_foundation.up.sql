-- Everything that one organization's external access is made of. Moments are microseconds since 1970 in UTC, so that
-- both engines compare and sort them alike; documents are JSON text.
create table organization (
  tenant_id uuid not null,
  name text not null,
  domain text not null,
  revision bigint not null,
  created_at bigint not null,
  primary key (tenant_id)
);

create table setup_code (
  tenant_id uuid not null,
  code_hash bytea not null,
  created_at bigint not null,
  primary key (tenant_id)
);

create table organization_settings (
  tenant_id uuid not null,
  settings text not null,
  revision bigint not null,
  updated_at bigint not null,
  primary key (tenant_id)
);

create table policy (
  tenant_id uuid not null,
  policy_id uuid not null,
  name text not null,
  name_folded text collate "C" not null,
  kind text not null,
  consumer_access boolean not null,
  consumer_inbound boolean not null,
  settings text not null,
  revision bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant_id, policy_id)
);
create unique index policy_by_name on policy (tenant_id, name_folded);

create table person (
  tenant_id uuid not null,
  person_id uuid not null,
  user_principal_name text not null,
  user_principal_name_folded text collate "C" not null,
  display_name text not null,
  display_name_folded text collate "C" not null,
  sip_address text,
  sip_address_folded text collate "C",
  mail text,
  mail_folded text collate "C",
  department text,
  department_folded text collate "C" not null,
  account_enabled boolean not null,
  search_text text not null,
  effective_policy_id uuid not null,
  effective_source text not null,
  revision bigint not null,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (tenant_id, person_id)
);
create unique index person_by_user_principal_name on person (tenant_id, user_principal_name_folded);
create index person_by_display_name on person (tenant_id, display_name_folded, person_id);
create index person_by_sip_address on person (tenant_id, sip_address_folded);
create index person_by_mail on person (tenant_id, mail_folded);
create index person_by_department on person (tenant_id, department_folded, display_name_folded, person_id);
create index person_by_effective_policy
  on person (tenant_id, effective_policy_id, effective_source, display_name_folded, person_id);

create table direct_assignment (
  tenant_id uuid not null,
  person_id uuid not null,
  policy_id uuid not null,
  assigned_at bigint not null,
  assigned_by text not null,
  revision bigint not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade,
  foreign key (tenant_id, policy_id) references policy (tenant_id, policy_id)
);
create index direct_assignment_by_policy on direct_assignment (tenant_id, policy_id, person_id);

create table change (
  tenant_id uuid not null,
  revision bigint not null,
  change_id uuid not null,
  occurred_at bigint not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  target_kind text not null,
  target_id text collate "C" not null,
  target_name text not null,
  detail text not null,
  reason text,
  undoes bigint,
  undone_by bigint,
  request_id text not null,
  search_text text not null,
  primary key (tenant_id, revision)
);
create index change_by_target on change (tenant_id, target_kind, target_id, revision);
create index change_by_actor on change (tenant_id, actor_id, revision);

create table change_person (
  tenant_id uuid not null,
  revision bigint not null,
  person_id uuid not null,
  policy_before uuid,
  policy_after uuid,
  primary key (tenant_id, revision, person_id)
);
create index change_person_by_person on change_person (tenant_id, person_id, revision);

create table administrator (
  tenant_id uuid not null,
  administrator_id uuid not null,
  email text not null,
  email_folded text collate "C" not null,
  display_name text not null,
  role text not null,
  password_hash text not null,
  password_changed_at bigint not null,
  second_factor text,
  disabled boolean not null,
  preferences text not null,
  last_sign_in_at bigint,
  revision bigint not null,
  created_at bigint not null,
  primary key (tenant_id, administrator_id)
);
create unique index administrator_by_email on administrator (tenant_id, email_folded);

create table session (
  tenant_id uuid not null,
  session_hash bytea not null,
  administrator_id uuid,
  data text not null,
  address text not null,
  user_agent text not null,
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null,
  primary key (tenant_id, session_hash)
);
create index session_by_administrator on session (tenant_id, administrator_id, seen_at);
create index session_by_expiry on session (tenant_id, expires_at);

create table sign_in_throttle (
  tenant_id uuid not null,
  subject text collate "C" not null,
  failures bigint not null,
  last_failure_at bigint not null,
  blocked_until bigint not null,
  primary key (tenant_id, subject)
);

create table message (
  tenant_id uuid not null,
  message_id text collate "C" not null,
  document text not null,
  modified_at bigint not null,
  primary key (tenant_id, message_id)
);

create table message_view (
  tenant_id uuid not null,
  message_id text collate "C" not null,
  administrator_id uuid not null,
  is_read boolean not null,
  is_archived boolean not null,
  is_favorite boolean not null,
  hidden_until bigint,
  primary key (tenant_id, message_id, administrator_id)
);

create table rollout (
  tenant_id uuid not null,
  message_id text collate "C" not null,
  window_start text not null,
  window_end text not null,
  activation_at bigint not null,
  answer text,
  answered_at bigint,
  answered_by text,
  revision bigint not null,
  primary key (tenant_id, message_id)
);

create table draft (
  tenant_id uuid not null,
  draft_hash bytea not null,
  path text not null,
  body text not null,
  expires_at bigint not null,
  primary key (tenant_id, draft_hash)
);

create table import_plan (
  tenant_id uuid not null,
  plan_id uuid not null,
  administrator_id uuid,
  state text not null,
  document text not null,
  created_at bigint not null,
  finished_revision bigint,
  primary key (tenant_id, plan_id)
);

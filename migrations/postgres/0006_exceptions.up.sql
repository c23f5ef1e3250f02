-- Direct assignments that carry a reason, an owner and an end. A row speaks for the assignment that change `revision`
-- wrote, and for no later one. One without an end has the greatest number that there is, so that it sorts last.
create table assignment_exception (
  tenant_id uuid not null,
  person_id uuid not null,
  policy_id uuid not null,
  reason text,
  owner text not null,
  owner_folded text collate "C" not null,
  expires_at bigint not null,
  previous_policy_id uuid,
  made_at bigint not null,
  made_by text not null,
  revision bigint not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
);
create index assignment_exception_by_expiry on assignment_exception (tenant_id, expires_at, person_id);

-- Those that a change ended or replaced: what taking that change back brings back.
create table assignment_exception_past (
  tenant_id uuid not null,
  until_revision bigint not null,
  person_id uuid not null,
  policy_id uuid not null,
  reason text,
  owner text not null,
  owner_folded text collate "C" not null,
  expires_at bigint not null,
  previous_policy_id uuid,
  made_at bigint not null,
  made_by text not null,
  primary key (tenant_id, until_revision, person_id),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
);
create index assignment_exception_past_by_person on assignment_exception_past (tenant_id, person_id);

-- People who cannot sign in are few: their assignments are looked for often.
create index person_disabled on person (tenant_id, person_id) where not account_enabled;

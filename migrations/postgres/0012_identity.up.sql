-- What chat servers know people by, beside what the directory says: Matrix ids, XMPP addresses, phone numbers, further
-- addresses. In their canonical form.
create table identity (
  tenant_id uuid not null,
  kind text not null,
  value text not null,
  person_id uuid not null,
  revision bigint not null,
  primary key (tenant_id, kind, value),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
);
create index identity_by_person on identity (tenant_id, person_id);

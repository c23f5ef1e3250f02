-- What chat servers know people by, beside what the directory says: Matrix ids, XMPP addresses, phone numbers, further
-- addresses. In their canonical form.
create table identity (
  tenant_id blob not null,
  kind text not null,
  value text not null,
  person_id blob not null,
  revision integer not null,
  primary key (tenant_id, kind, value),
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade
) strict, without rowid;
create index identity_by_person on identity (tenant_id, person_id);

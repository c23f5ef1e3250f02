-- Groups of the directory. Only direct members count; the groups inside a group are kept so that pages can say so.
create table directory_group (
  tenant_id blob not null,
  group_id blob not null,
  display_name text not null,
  display_name_folded text not null,
  kind text not null,
  mail text,
  people integer not null,
  revision integer not null,
  created_at integer not null,
  primary key (tenant_id, group_id)
) strict;
create index directory_group_by_name on directory_group (tenant_id, display_name_folded, group_id);

create table group_member (
  tenant_id blob not null,
  group_id blob not null,
  person_id blob not null,
  revision integer not null,
  primary key (tenant_id, group_id, person_id)
) strict, without rowid;
create index group_member_by_person on group_member (tenant_id, person_id, group_id);

-- Who was a member, from which change until before which: for looking back.
create table group_member_past (
  tenant_id blob not null,
  person_id blob not null,
  group_id blob not null,
  from_revision integer not null,
  until_revision integer not null,
  primary key (tenant_id, person_id, group_id, from_revision)
) strict, without rowid;

create table group_child (
  tenant_id blob not null,
  group_id blob not null,
  child_group_id blob not null,
  primary key (tenant_id, group_id, child_group_id)
) strict, without rowid;

-- One policy for a group. Rank 1 is best; ranks have no gaps.
create table group_assignment (
  tenant_id blob not null,
  group_id blob not null,
  policy_id blob not null,
  rank integer not null,
  assigned_at integer not null,
  assigned_by text not null,
  revision integer not null,
  primary key (tenant_id, group_id),
  foreign key (tenant_id, group_id) references directory_group (tenant_id, group_id),
  foreign key (tenant_id, policy_id) references policy (tenant_id, policy_id)
) strict;

-- How many members a group has is counted as they come and go.
create trigger group_member_added after insert on group_member begin
  update directory_group set people = people + 1 where tenant_id = new.tenant_id and group_id = new.group_id;
end;
create trigger group_member_removed after delete on group_member begin
  update directory_group set people = people - 1 where tenant_id = old.tenant_id and group_id = old.group_id;
end;

-- Settings, policies and group assignments as each change left them: for looking back. An empty document: deleted.
create table version (
  tenant_id blob not null,
  kind text not null,
  item text not null,
  revision integer not null,
  document text not null,
  primary key (tenant_id, kind, item, revision)
) strict, without rowid;
insert into version (tenant_id, kind, item, revision, document)
select tenant_id, 'settings', 'organization', revision, settings from organization_settings;
insert into version (tenant_id, kind, item, revision, document)
select tenant_id, 'policy', lower(substr(hex(policy_id), 1, 8) || '-' || substr(hex(policy_id), 9, 4) || '-'
  || substr(hex(policy_id), 13, 4) || '-' || substr(hex(policy_id), 17, 4) || '-' || substr(hex(policy_id), 21)),
  revision, json_object('name', name, 'kind', kind, 'settings', json(settings)) from policy;

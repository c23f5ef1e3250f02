-- Groups of the directory. Only direct members count; the groups inside a group are kept so that pages can say so.
create table directory_group (
  tenant_id uuid not null,
  group_id uuid not null,
  display_name text not null,
  display_name_folded text collate "C" not null,
  kind text not null,
  mail text,
  people bigint not null,
  revision bigint not null,
  created_at bigint not null,
  primary key (tenant_id, group_id)
);
create index directory_group_by_name on directory_group (tenant_id, display_name_folded, group_id);

create table group_member (
  tenant_id uuid not null,
  group_id uuid not null,
  person_id uuid not null,
  revision bigint not null,
  primary key (tenant_id, group_id, person_id)
);
create index group_member_by_person on group_member (tenant_id, person_id, group_id);

-- Who was a member, from which change until before which: for looking back.
create table group_member_past (
  tenant_id uuid not null,
  person_id uuid not null,
  group_id uuid not null,
  from_revision bigint not null,
  until_revision bigint not null,
  primary key (tenant_id, person_id, group_id, from_revision)
);

create table group_child (
  tenant_id uuid not null,
  group_id uuid not null,
  child_group_id uuid not null,
  primary key (tenant_id, group_id, child_group_id)
);

-- One policy for a group. Rank 1 is best; ranks have no gaps.
create table group_assignment (
  tenant_id uuid not null,
  group_id uuid not null,
  policy_id uuid not null,
  rank bigint not null,
  assigned_at bigint not null,
  assigned_by text not null,
  revision bigint not null,
  primary key (tenant_id, group_id),
  foreign key (tenant_id, group_id) references directory_group (tenant_id, group_id),
  foreign key (tenant_id, policy_id) references policy (tenant_id, policy_id)
);

-- How many members a group has is counted as they come and go, once for each statement.
create function count_group_members() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update directory_group g set people = g.people + c.people
    from (select tenant_id, group_id, count(*) as people from added group by 1, 2) c
    where g.tenant_id = c.tenant_id and g.group_id = c.group_id;
  else
    update directory_group g set people = g.people - c.people
    from (select tenant_id, group_id, count(*) as people from removed group by 1, 2) c
    where g.tenant_id = c.tenant_id and g.group_id = c.group_id;
  end if;
  return null;
end
$$;
create trigger group_member_added after insert on group_member
  referencing new table as added for each statement execute function count_group_members();
create trigger group_member_removed after delete on group_member
  referencing old table as removed for each statement execute function count_group_members();

-- Settings, policies and group assignments as each change left them: for looking back. An empty document: deleted.
create table version (
  tenant_id uuid not null,
  kind text not null,
  item text collate "C" not null,
  revision bigint not null,
  document text not null,
  primary key (tenant_id, kind, item, revision)
);
insert into version (tenant_id, kind, item, revision, document)
select tenant_id, 'settings', 'organization', revision, settings from organization_settings;
insert into version (tenant_id, kind, item, revision, document)
select tenant_id, 'policy', policy_id::text, revision,
  json_build_object('name', name, 'kind', kind, 'settings', settings::json)::text from policy;

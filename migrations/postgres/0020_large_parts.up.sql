-- A part of a change over many people is not indexed by person: their identifiers are spread over the whole index, of
-- which each part would rewrite most pages. Large parts are few, so whoever asks about a person looks into each.
create table large_part (
  tenant_id uuid not null,
  revision bigint not null,
  primary key (tenant_id, revision)
);
alter table change_person add column in_large_part integer not null default 0;
drop index change_person_by_person;
create index change_person_by_person on change_person (tenant_id, person_id, revision) where in_large_part = 0;

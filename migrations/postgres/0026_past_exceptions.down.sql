delete from assignment_exception_past e where not exists (
  select 1 from person p where p.tenant_id = e.tenant_id and p.person_id = e.person_id);
alter table assignment_exception_past add constraint assignment_exception_past_tenant_id_person_id_fkey
  foreign key (tenant_id, person_id) references person (tenant_id, person_id) on delete cascade;

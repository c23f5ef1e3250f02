-- What taking a change back brings back stays while the person is away: somebody who was removed comes back as they were.
alter table assignment_exception_past drop constraint assignment_exception_past_tenant_id_person_id_fkey;

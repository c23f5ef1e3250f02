create index assignment_exception_past_by_person on assignment_exception_past (tenant_id, person_id);

create index assignment_exception_past_by_person on assignment_exception_past (tenant_id, person_id);

insert into sqlite_stat1 (tbl, idx, stat) values
  ('assignment_exception_past', 'assignment_exception_past_by_person', '10000 10000 2');
analyze sqlite_schema;

-- Past exceptions are read by the change that ended them, never by person any more.
drop index assignment_exception_past_by_person;

delete from sqlite_stat1 where idx = 'assignment_exception_past_by_person';
analyze sqlite_schema;

drop index person_disabled;
drop table assignment_exception_past;
drop table assignment_exception;

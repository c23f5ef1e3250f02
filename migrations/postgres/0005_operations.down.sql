drop table operation_person;
drop table operation;

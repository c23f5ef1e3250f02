drop table operation_policy;

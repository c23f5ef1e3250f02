alter table operation_policy drop column has_from;
alter table operation_policy drop column from_policy_id;

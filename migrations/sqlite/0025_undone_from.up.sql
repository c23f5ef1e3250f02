-- What people of a stretch must have to be changed, which counts when has_from is 1; without a policy they must have none.
alter table operation_policy add column from_policy_id blob;
alter table operation_policy add column has_from integer not null default 0;

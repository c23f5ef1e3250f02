-- The order of names in which the people of an operation are worked on. Triggers count once for each statement here.
alter table operation_person add column display_name_folded text collate "C";

alter table operation_person drop column display_name_folded;

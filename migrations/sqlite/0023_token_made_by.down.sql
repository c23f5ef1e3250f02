alter table access_token drop column made_by;

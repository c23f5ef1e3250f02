-- What SQLite takes for granted about the tables. Without it, "of this tenant" counts as rare, and whatever joins people
-- may go through all of them. The numbers are those of a large organization; they are stated instead of counted, so
-- that every database is read in the same way, whatever its size. Each line: rows, then rows for each value of the
-- first column, of the first two, and so on.
analyze sqlite_schema;
delete from sqlite_stat1;
insert into sqlite_stat1 (tbl, idx, stat) values
  ('assignment', 'assignment', '1000000 1000000 4 1'),
  ('assignment', 'assignment_by_person', '1000000 1000000 1'),
  ('assignment', 'assignment_by_policy', '1000000 1000000 24000 12000 4 1'),
  ('assignment_count', 'assignment_count', '100 100 3 1'),
  ('assignment_exception', 'assignment_exception', '10000 10000 1'),
  ('assignment_exception', 'assignment_exception_by_expiry', '10000 10000 10 1'),
  ('assignment_exception_past', 'assignment_exception_past', '10000 10000 10 1'),
  ('assignment_exception_past', 'assignment_exception_past_by_person', '10000 10000 2'),
  ('change', 'change_by_actor', '10000 10000 1000 1'),
  ('change', 'change_by_moment', '10000 10000 1 1'),
  ('change', 'change_by_target', '10000 10000 1000 10 1'),
  ('change', 'change_by_whole', '10000 10000 100 1'),
  ('change', 'sqlite_autoindex_change_1', '10000 10000 1'),
  ('change_person', 'change_person', '1000000 1000000 1000 1'),
  ('change_person', 'change_person_by_person', '1000000 1000000 2 1'),
  ('directory_group', 'directory_group_by_name', '2000 2000 1 1'),
  ('directory_group', 'sqlite_autoindex_directory_group_1', '2000 2000 1'),
  ('group_assignment', 'sqlite_autoindex_group_assignment_1', '64 64 1'),
  ('group_child', 'group_child', '2000 2000 2 1'),
  ('group_member', 'group_member', '1600000 1600000 800 1'),
  ('group_member', 'group_member_by_person', '1600000 1600000 2 1'),
  ('group_member_past', 'group_member_past', '100000 100000 2 1 1'),
  ('operation_person', 'operation_person', '1000000 1000000 100000 1'),
  ('operation_person', 'operation_person_by_outcome', '1000000 1000000 100000 30000 1'),
  ('person', 'person_by_department', '1000000 1000000 100000 4 1'),
  ('person', 'person_by_display_name', '1000000 1000000 4 1'),
  ('person', 'person_by_mail', '1000000 1000000 1'),
  ('person', 'person_by_sip_address', '1000000 1000000 1'),
  ('person', 'person_by_user_principal_name', '1000000 1000000 1'),
  ('person', 'person_disabled', '30000 30000 1'),
  ('person', 'sqlite_autoindex_person_1', '1000000 1000000 1'),
  ('person_search', 'person_search_by_name', '1000000 1000000 4 1 1'),
  ('person_search', 'person_search_by_person', '1000000 1000000 1'),
  ('policy', 'policy_by_name', '50 50 1'),
  ('policy', 'sqlite_autoindex_policy_1', '50 50 1'),
  ('version', 'version', '10000 10000 2000 10 1');
analyze sqlite_schema;

drop table version;
drop table group_assignment;
drop table group_child;
drop table group_member_past;
drop table group_member;
drop table directory_group;
drop function count_group_members();

-- Takes back everything of the foundation, dependants first.
drop table import_plan;
drop table draft;
drop table rollout;
drop table message_view;
drop table message;
drop table sign_in_throttle;
drop table session;
drop table administrator;
drop table change_person;
drop table change;
drop table direct_assignment;
drop table person;
drop table policy;
drop table organization_settings;
drop table setup_code;
drop table organization;

drop table connector;
drop table decision_draft_day;
drop table decision_draft;
drop table decision_day;
drop table decision_record;

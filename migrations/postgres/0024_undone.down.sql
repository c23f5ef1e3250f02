drop index change_by_undone;

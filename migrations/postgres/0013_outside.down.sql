drop table outside_server;

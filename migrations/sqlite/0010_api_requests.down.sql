drop table api_request;

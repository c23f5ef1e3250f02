drop table refusal_text;
